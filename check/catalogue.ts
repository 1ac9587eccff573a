import type { Severity } from './finding.ts'

interface RuleRow {
  severity: Severity
  /** What it finds, for people */
  finds: string
}

/**
 * All kinds of finding. Their ids are public: people write them into comments that silence a finding.
 *
 * The severity is the usual one; where a place makes a finding weaker or graver, it says so itself.
 */
export const RULES = {
  'json-syntax': { severity: 'error', finds: 'JSON that does not parse' },
  'json-trailing-comma': { severity: 'error', finds: 'A comma before a closing bracket' },
  'json-missing-comma': { severity: 'error', finds: 'No comma between two values' },
  'json-duplicate-key': { severity: 'warning', finds: 'A key that is twice in one object' },
  'json-comment': {
    severity: 'note',
    finds: 'A comment in JSON; an error where the JSON is sent, a warning in a file',
  },
  'json-ellipsis': { severity: 'note', finds: 'An ellipsis in JSON; an error where the JSON is sent or a file' },
  'json-fragment': { severity: 'note', finds: 'Members of an object without the braces around them' },
  'yaml-syntax': { severity: 'error', finds: 'YAML that does not parse' },
  'nested-too-deep': { severity: 'error', finds: 'More than 100 levels of nesting, which are not looked into' },
  'too-long': { severity: 'error', finds: 'A block, a command or a URL that is too long to be looked into' },
  'unknown-action': {
    severity: 'error',
    finds: 'An action that no version has, or a tweak with a value of a wrong type',
  },
  'historical-action': { severity: 'warning', finds: 'An action that means nothing any more in this version' },
  'unknown-condition': { severity: 'error', finds: 'A kind of condition that no version has' },
  'other-version-condition': {
    severity: 'warning',
    finds: 'A kind of condition that is newer or historical in this version',
  },
  'malformed-condition': {
    severity: 'error',
    finds: 'A condition that can never hold, because it is not built as its kind asks',
  },
  'unescaped-key': { severity: 'warning', finds: 'A key with dots that are part of a name and not escaped' },
  'rule-shape': { severity: 'error', finds: 'A push rule that is not built as its kind asks' },
  'rule-id': { severity: 'error', finds: 'A rule ID that cannot go together with the kind of the rule' },
  'default-rule': { severity: 'error', finds: 'A default rule that is not what this version defines' },
  'default-rule-version': { severity: 'warning', finds: 'A default rule that this version does not have' },
  'default-rule-order': { severity: 'warning', finds: 'Default rules in another order than that of this version' },
  schema: { severity: 'error', finds: 'A body, an event or a pusher that breaks its schema' },
  'pusher-url': { severity: 'error', finds: 'A pusher with a URL that push gateways must not have' },
  'shell-syntax': { severity: 'error', finds: 'A command that a shell does not take as it is meant' },
  'unknown-endpoint': { severity: 'error', finds: 'A path about push that leads to no endpoint' },
  'wrong-method': { severity: 'error', finds: 'A method that the endpoint does not have' },
  'path-version': {
    severity: 'warning',
    finds: 'A version in the path that this version of the specification does not use',
  },
  'percent-encoding': {
    severity: 'error',
    finds: 'A URL with characters that have to be percent-encoded, or are encoded wrongly',
  },
  'query-parameter': {
    severity: 'warning',
    finds: 'A query parameter that the endpoint does not have, or with a value that it does not take',
  },
  'credential-in-url': { severity: 'warning', finds: 'An access token or a password in a URL' },
  placeholder: { severity: 'warning', finds: 'A placeholder in a URL; a note in a header and in JSON' },
  'request-body': {
    severity: 'error',
    finds: 'A request with a body that it must not have, or without one that it needs',
  },
  'missing-predecessor': { severity: 'note', finds: 'A request that needs a rule which no earlier example makes' },
  'value-match': { severity: 'error', finds: 'A value said to match a pattern that does not, or the other way round' },
  'event-match': { severity: 'error', finds: 'An event said to match a rule that does not, or the other way round' },
  'prose-effect': {
    severity: 'warning',
    finds: 'Prose that says suppress where the rule notifies, or the other way round',
  },
  'prose-enabled': {
    severity: 'warning',
    finds: 'Prose that says enabled where the rule is disabled, or the other way round',
  },
  'prose-name': {
    severity: 'warning',
    finds: 'Prose or a heading with another rule, room or user ID than the example',
  },
  'prose-kind': { severity: 'warning', finds: 'Prose with another kind of rule than the example' },
  'prose-value': {
    severity: 'warning',
    finds: 'Prose with another type, value or word than the pattern of the example',
  },
  'prose-count': { severity: 'warning', finds: 'Prose with another number of members than the example' },
  'prose-sound': { severity: 'warning', finds: 'Prose about a sound or highlight that the example does not set' },
  'ignore-comment': {
    severity: 'error',
    finds: 'A plexor-ignore comment that cannot be used, has no reason or silences nothing',
  },
  'too-many-findings': { severity: 'error', finds: 'More findings in a file than are told one by one' },
  'failed-request': { severity: 'error', finds: 'A request that did not succeed when it was executed' },
  'unexecuted-request': { severity: 'note', finds: 'A request that could not be executed' },
} as const satisfies Record<string, RuleRow>

/** The id of a kind of finding. */
export type RuleId = keyof typeof RULES

export function isRuleId(name: string): name is RuleId {
  return Object.hasOwn(RULES, name)
}
