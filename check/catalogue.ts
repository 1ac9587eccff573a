import type { Severity } from './severity.ts'

interface RuleRow {
  severity: Severity
  /** Description of the findings, for `--list-rules` */
  finds: string
}

/**
 * Rules of the checker by id. The ids are public: users write them in comments that silence a finding.
 *
 * The severity is the default one. A finding can have another severity, depending on its context.
 */
export const RULES = {
  'json-syntax': { severity: 'error', finds: 'JSON that does not parse' },
  'json-trailing-comma': { severity: 'error', finds: 'Comma before a closing bracket' },
  'json-missing-comma': { severity: 'error', finds: 'Missing comma between two values' },
  'json-duplicate-key': { severity: 'warning', finds: 'Key that occurs twice in one object' },
  'json-comment': {
    severity: 'note',
    finds: 'Comment in JSON; an error in a request body, a warning in a file',
  },
  'json-ellipsis': { severity: 'note', finds: 'Ellipsis in JSON; an error in a request body or a file' },
  'json-fragment': { severity: 'note', finds: 'Members of an object without the braces around them' },
  'yaml-syntax': { severity: 'error', finds: 'YAML that does not parse' },
  'nested-too-deep': { severity: 'error', finds: 'More than 100 levels of nesting; the content is not checked' },
  'too-long': { severity: 'error', finds: 'Block, command or URL that is too long to be checked' },
  'unknown-action': {
    severity: 'error',
    finds: 'Action that no version has, or tweak with a value of the wrong type',
  },
  'historical-action': { severity: 'warning', finds: 'Action that has no meaning in this version' },
  'unknown-condition': { severity: 'error', finds: 'Condition of a kind that no version has' },
  'other-version-condition': {
    severity: 'warning',
    finds: 'Condition of a kind that is newer than this version, or historical in it',
  },
  'malformed-condition': {
    severity: 'error',
    finds: 'Condition that never holds, because a property is missing or has a wrong value',
  },
  'vacuous-condition': {
    severity: 'warning',
    finds: 'Condition that holds for every value, because its pattern is empty in a version before v1.3',
  },
  'unescaped-key': { severity: 'warning', finds: 'Key with an unescaped dot that is part of a property name' },
  'rule-shape': { severity: 'error', finds: 'Push rule with a missing property, or one that its kind does not have' },
  'rule-id': { severity: 'error', finds: 'Rule ID that is not valid for the kind of the rule' },
  'default-rule': { severity: 'error', finds: 'Default rule that differs from its definition in this version' },
  'default-rule-version': { severity: 'warning', finds: 'Default rule that this version does not have' },
  'default-rule-order': { severity: 'warning', finds: 'Default rules in a different order than in this version' },
  schema: { severity: 'error', finds: 'Body, event or pusher that violates its schema' },
  'own-schema': { severity: 'error', finds: 'Example of OpenAPI that violates the schema beside it' },
  'path-parameter': {
    severity: 'error',
    finds: 'Path parameter of OpenAPI without a variable in the path, or the other way round',
  },
  'pusher-url': { severity: 'error', finds: 'Pusher with a URL that is not valid for a push gateway' },
  'shell-syntax': { severity: 'error', finds: 'Command that a shell does not read as intended' },
  'unknown-endpoint': { severity: 'error', finds: 'Path of the push module without an endpoint' },
  'wrong-method': { severity: 'error', finds: 'Method that the endpoint does not have' },
  'path-version': {
    severity: 'warning',
    finds: 'Version in the path that this version of the specification does not use',
  },
  'percent-encoding': {
    severity: 'error',
    finds: 'URL with characters that must be percent-encoded, or are encoded wrongly',
  },
  'query-parameter': {
    severity: 'warning',
    finds: 'Query parameter that the endpoint does not have, or with an invalid value',
  },
  'credential-in-url': { severity: 'warning', finds: 'Access token or password in a URL' },
  placeholder: { severity: 'warning', finds: 'Placeholder in a URL; a note in a header or in JSON' },
  'request-body': {
    severity: 'error',
    finds: 'Request with an unexpected body, or without a required one',
  },
  'missing-predecessor': { severity: 'note', finds: 'Request for a rule that no earlier example creates' },
  'value-match': {
    severity: 'error',
    finds: 'Value that is said to match a pattern and does not, or the other way round',
  },
  'event-match': {
    severity: 'error',
    finds: 'Event that is said to match a rule and does not, or the other way round',
  },
  'prose-effect': {
    severity: 'error',
    finds: 'Prose that says suppress before a rule that notifies, or the other way round',
  },
  'prose-enabled': {
    severity: 'error',
    finds: 'Prose that says enabled before a disabled rule, or the other way round',
  },
  'prose-name': {
    severity: 'warning',
    finds: 'Prose or heading with a different rule, room or user ID than the example',
  },
  'prose-kind': { severity: 'error', finds: 'Prose with a different kind of rule than the example' },
  'prose-value': {
    severity: 'warning',
    finds: 'Prose with a different type, value or word than the pattern of the example',
  },
  'prose-required': {
    severity: 'warning',
    finds: 'Property that every push rule must have according to the text, and a complete rule lacks',
  },
  'prose-count': { severity: 'error', finds: 'Prose with a different number of members than the example' },
  'prose-sound': { severity: 'warning', finds: 'Prose about a sound or highlight that the example does not set' },
  'ignore-comment': {
    severity: 'error',
    finds: 'plexor-ignore comment that is malformed, has no reason or silences nothing',
  },
  'too-many-findings': { severity: 'error', finds: 'More findings in a file than are listed' },
  'failed-request': { severity: 'error', finds: 'Request that failed when it was executed' },
  'unexecuted-request': { severity: 'note', finds: 'Request that could not be executed' },
} as const satisfies Record<string, RuleRow>

/** Id of a rule of the checker. */
export type RuleId = keyof typeof RULES

/** Reports whether a name is the id of a rule. */
export function isRuleId(name: string): name is RuleId {
  return Object.hasOwn(RULES, name)
}
