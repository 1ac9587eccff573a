import { ARRAY, isObject } from '../../homeserver/body.ts'
import { type Fault, fault } from '../fault.ts'
import { changingErrcode, changingRefusal, changingResponse } from '../helpers/responses.ts'
import { changingBody } from '../helpers/rule-requests.ts'
import { mapRules } from '../helpers/rulesets.ts'

const RULES = /\/pushrules\//
const UNKNOWN_RULE = [
  'rules-api.get-unknown',
  'rules-api.delete-unknown',
  'rules-api.enabled-unknown',
  'rules-api.actions-unknown',
]

/** Actions in any version of the specification, besides tweaks. */
const KNOWN_ACTIONS = ['notify', 'dont_notify', 'coalesce']

/** Faults of creating, changing, deleting and reading rules. */
export const RULES_API_FAULTS: readonly Fault[] = [
  fault({
    name: 'rules-api.unknown-is-400',
    breaks: UNKNOWN_RULE,
    summary: 'The response to a request for an unknown rule has status 400',
    changes: {
      errors: changingRefusal(({ status }, { path }) =>
        status === 404 && RULES.test(path) ? { status: 400 } : undefined,
      ),
    },
  }),
  fault({
    name: 'rules-api.unknown-is-500',
    breaks: UNKNOWN_RULE,
    summary: 'The response to a request for an unknown rule has status 500',
    changes: {
      errors: changingRefusal(({ status }, { path }) =>
        status === 404 && RULES.test(path) ? { status: 500 } : undefined,
      ),
    },
  }),
  fault({
    name: 'rules-api.unknown-as-empty',
    breaks: UNKNOWN_RULE,
    summary: 'The response to a request for an unknown rule is an empty object',
    changes: {
      errors: changingRefusal(({ status }, { path }) =>
        status === 404 && RULES.test(path) ? { status: 200, body: {} } : undefined,
      ),
    },
  }),
  fault({
    name: 'rules-api.enabled-of-unknown-accepted',
    breaks: ['rules-api.enabled-unknown'],
    summary: 'Enabling an unknown rule succeeds',
    changes: {
      errors: changingRefusal(({ status }, { path }) =>
        status === 404 && path.endsWith('/enabled') ? { status: 200, body: {} } : undefined,
      ),
    },
  }),
  fault({
    name: 'rules-api.actions-of-unknown-accepted',
    breaks: ['rules-api.actions-unknown'],
    summary: 'Setting the actions of an unknown rule succeeds',
    changes: {
      errors: changingRefusal(({ status }, { path }) =>
        status === 404 && path.endsWith('/actions') ? { status: 200, body: {} } : undefined,
      ),
    },
  }),
  fault({
    name: 'rules-api.delete-of-unknown-accepted',
    breaks: ['rules-api.delete-unknown'],
    summary: 'Deleting an unknown rule succeeds',
    changes: {
      errors: changingRefusal(({ status }, { method }) =>
        status === 404 && method === 'DELETE' ? { status: 200, body: {} } : undefined,
      ),
    },
  }),
  fault({
    name: 'rules-api.unknown-with-other-errcode',
    breaks: ['rules-api.unknown-errcode'],
    summary: 'The response to a request for an unknown rule has the errcode M_UNKNOWN',
    changes: { errors: changingErrcode('M_NOT_FOUND', 'M_UNKNOWN') },
  }),
  fault({
    name: 'rules-api.malformed-is-500',
    breaks: [
      'rules-api.actions-required',
      'rules-api.slashes-refused',
      'rules-api.dotted-ids-refused',
      'rule-order.relative-to-unknown',
    ],
    summary: 'The response to an invalid rule has status 500',
    changes: {
      errors: changingRefusal(({ status }, { method, path }) =>
        status === 400 && method === 'PUT' && RULES.test(path) ? { status: 500 } : undefined,
      ),
    },
  }),
  fault({
    name: 'rules-api.ids-decoded-twice',
    breaks: ['rules-api.ids-escaped'],
    summary: 'A rule ID is percent-decoded twice',
    changes: { rulesApi: () => ({ ruleId: decodedAgain }) },
  }),
  fault({
    name: 'rules-api.ids-not-decoded',
    breaks: ['rules-api.ids-escaped'],
    summary: 'A rule ID is not percent-decoded',
    changes: {
      rulesApi: () => ({
        ruleId: encodeURIComponent,
      }),
    },
  }),
  fault({
    name: 'rules-api.plus-as-space',
    breaks: ['rules-api.ids-escaped'],
    summary: 'A plus in a rule ID becomes a space',
    changes: {
      rulesApi: () => ({
        ruleId: (decoded) => decoded.replaceAll('+', ' '),
      }),
    },
  }),
  fault({
    name: 'rules-api.global-list-wrapped',
    breaks: ['rules-api.list-global'],
    summary: 'The global list of rules is nested in another global',
    changes: { schema: changingResponse('getGlobalPushRules', (global) => ({ global })) },
  }),
  fault({
    name: 'rules-api.read-by-id-without-actions',
    breaks: ['rules-api.read-by-id'],
    summary: 'A rule that is read by its ID has no actions',
    changes: { schema: changingResponse('getPushRule', (rule) => ({ ...rule, actions: [] })) },
  }),
  fault({
    name: 'rules-api.read-by-id-disabled',
    breaks: ['rules-api.read-by-id'],
    summary: 'A rule that is read by its ID is always disabled',
    changes: { schema: changingResponse('getPushRule', (rule) => ({ ...rule, enabled: false })) },
  }),
  fault({
    name: 'rules-api.enabled-read-inverted',
    breaks: ['rules-api.enabled-set'],
    summary: 'The endpoint for enabled returns the opposite',
    changes: { schema: changingResponse('getPushRuleEnabled', ({ enabled }) => ({ enabled: !enabled })) },
  }),
  fault({
    name: 'rules-api.actions-read-empty',
    breaks: ['rules-api.actions-set'],
    summary: 'The endpoint for actions always returns an empty list',
    changes: { schema: changingResponse('getPushRuleActions', () => ({ actions: [] })) },
  }),
  fault({
    name: 'rules-api.enabled-taken-from-body',
    breaks: ['rules-api.extra-keys'],
    summary: 'A new rule is disabled if its body contains enabled: false',
    changes: {
      rulesApi: (correct) => ({
        read: (kind, ruleId, body) => ({ ...correct.read(kind, ruleId, body), enabled: body.enabled !== false }),
      }),
    },
  }),
  fault({
    name: 'rules-api.update-duplicates',
    breaks: ['rules-api.put-updates'],
    summary: 'Putting a rule again creates a second one with its ID',
    changes: {
      rulesApi: () => ({
        put: (rules, rule) => [rule, ...rules],
      }),
    },
  }),
  fault({
    name: 'rules-api.update-enables',
    breaks: ['rules-api.update-and-enabled'],
    summary: 'Putting a disabled rule again enables it',
    changes: {
      rulesApi: (correct) => ({
        put: (rules, rule, position) =>
          correct.put(rules, rule, position)?.map((other) => (other.rule_id === rule.rule_id ? rule : other)),
      }),
    },
  }),
  fault({
    name: 'rules-api.update-disables',
    breaks: ['rules-api.put-updates'],
    summary: 'Putting a rule again disables it',
    changes: {
      rulesApi: (correct) => ({
        put: (rules, rule, position) =>
          correct.put(rules, rule, position)?.map((other) => {
            const isUpdated = other.rule_id === rule.rule_id && rules.some(({ rule_id }) => rule_id === rule.rule_id)
            return isUpdated ? { ...other, enabled: false } : other
          }),
      }),
    },
  }),
  fault({
    name: 'rules-api.update-ignored',
    breaks: ['rules-api.put-updates'],
    summary: 'Putting a rule again does not change it',
    changes: {
      rulesApi: (correct) => ({
        put: (rules, rule, position) =>
          correct.put(rules, rules.find((old) => old.rule_id === rule.rule_id) ?? rule, position),
      }),
    },
  }),
  fault({
    name: 'rules-api.dot-id-accepted',
    breaks: ['rules-api.dotted-ids-refused'],
    summary: 'A rule ID that begins with a dot is accepted',
    changes: {
      rulesApi: () => ({
        isAllowedId: (ruleId) => !/[/\\]/.test(ruleId),
      }),
    },
  }),
  fault({
    name: 'rules-api.slash-id-accepted',
    breaks: ['rules-api.slashes-refused'],
    summary: 'A rule ID with a slash is accepted',
    changes: {
      rulesApi: () => ({
        isAllowedId: (ruleId) => !/^\.|\\/.test(ruleId),
      }),
    },
  }),
  fault({
    name: 'rules-api.backslash-id-accepted',
    breaks: ['rules-api.slashes-refused'],
    summary: 'A rule ID with a backslash is accepted',
    changes: {
      rulesApi: () => ({
        isAllowedId: (ruleId) => !/^\.|\//.test(ruleId),
      }),
    },
  }),
  fault({
    name: 'rules-api.missing-actions-accepted',
    breaks: ['rules-api.actions-required'],
    summary: 'A rule without actions is accepted',
    changes: { rulesApi: changingBody(({ actions = [], ...rest }) => ({ ...rest, actions })) },
  }),
  fault({
    name: 'rules-api.any-action-accepted',
    breaks: ['rules-api.unknown-action'],
    summary: 'A rule with an unknown action is accepted',
    changes: {
      rulesApi: changingBody(({ actions, ...rest }) => ({
        ...rest,
        actions: ARRAY.test(actions)
          ? actions.filter((action) => isObject(action) || KNOWN_ACTIONS.includes(String(action)))
          : actions,
      })),
    },
  }),
  fault({
    name: 'rules-api.missing-pattern-accepted',
    breaks: ['rules-api.content-without-pattern'],
    summary: 'A content rule without a pattern is accepted',
    changes: { rulesApi: changingBody(({ pattern = '', ...rest }) => ({ ...rest, pattern })) },
  }),
  fault({
    name: 'rules-api.delete-ignored',
    breaks: ['rules-api.delete'],
    summary: 'A deleted rule stays',
    changes: {
      rulesApi: () => ({
        remove: (rules) => [...rules],
      }),
    },
  }),
  fault({
    name: 'rules-api.delete-removes-all',
    breaks: ['rules-api.delete'],
    summary: 'Deleting a rule deletes all of its kind',
    changes: {
      rulesApi: () => ({
        remove: () => [],
      }),
    },
  }),
  fault({
    name: 'rules-api.default-enabled-not-stored',
    breaks: ['rules-api.enabled-default'],
    summary: 'Enabling or disabling a default rule has no effect',
    changes: {
      defaultRules: (correct) => ({
        changeDefault: (rule, { enabled: _, ...change }) => correct.changeDefault(rule, change),
      }),
    },
  }),
  fault({
    name: 'rules-api.default-actions-not-stored',
    breaks: ['rules-api.actions-default'],
    summary: 'Changing the actions of a default rule has no effect',
    changes: {
      defaultRules: (correct) => ({
        changeDefault: (rule, { actions: _, ...change }) => correct.changeDefault(rule, change),
      }),
    },
  }),
  fault({
    name: 'rules-api.defaults-not-listed',
    breaks: ['rules-api.list-complete'],
    summary: 'The list of rules lacks the default rules',
    changes: {
      rulesApi: (correct) => ({
        list: (ruleset) => mapRules(correct.list(ruleset), (rule) => (rule.default ? undefined : rule)),
      }),
    },
  }),
  fault({
    name: 'rules-api.disabled-not-listed',
    breaks: ['rules-api.list-complete'],
    summary: 'The list of rules lacks disabled rules',
    changes: {
      rulesApi: (correct) => ({
        list: (ruleset) => mapRules(correct.list(ruleset), (rule) => (rule.enabled ? rule : undefined)),
      }),
    },
  }),
  fault({
    name: 'rules-api.pattern-not-listed',
    breaks: ['rules-api.put-creates'],
    summary: 'Content rules are listed without their pattern',
    changes: {
      rulesApi: (correct) => ({
        list: (ruleset) => mapRules(correct.list(ruleset), ({ pattern: _, ...rule }) => rule),
      }),
    },
  }),
  fault({
    name: 'rules-api.conditions-not-listed',
    breaks: ['rules-api.put-creates'],
    summary: 'Rules of the user are listed without their conditions',
    changes: {
      rulesApi: (correct) => ({
        list: (ruleset) =>
          mapRules(correct.list(ruleset), ({ conditions, ...rule }) => (rule.default ? { ...rule, conditions } : rule)),
      }),
    },
  }),
  fault({
    name: 'rules-api.underride-listed-as-override',
    breaks: ['rules-api.kind-and-id'],
    summary: 'Underride rules of the user are listed among the override rules too',
    changes: {
      rulesApi: (correct) => ({
        list(ruleset) {
          const { override = [], underride = [], ...others } = correct.list(ruleset)
          return { ...others, override: [...override, ...underride.filter((rule) => !rule.default)], underride }
        },
      }),
    },
  }),
  fault({
    name: 'rules-api.one-rule-per-id',
    breaks: ['rules-api.ids-per-kind'],
    summary: 'Only the first of several rules with the same ID in different kinds is listed',
    changes: {
      rulesApi: (correct) => ({
        list(ruleset) {
          const known = new Set<string>()
          return mapRules(correct.list(ruleset), (rule) => {
            if (known.has(rule.rule_id)) return undefined
            known.add(rule.rule_id)
            return rule
          })
        },
      }),
    },
  }),
  fault({
    name: 'rules-api.rules-shared-by-all-users',
    breaks: ['rules-api.own-only'],
    summary: 'All users share the rules that any of them creates',
    changes: {
      rulesApi: () => ({
        ownerOfRules: firstUser(),
      }),
    },
  }),
  fault({
    name: 'rules-api.default-changes-shared-by-all-users',
    breaks: ['rules-api.own-only'],
    summary: "A user's change to a default rule applies to all users",
    changes: {
      rulesApi: () => ({
        ownerOfChanges: firstUser(),
      }),
    },
  }),
]

function decodedAgain(decoded: string): string {
  try {
    return decodeURIComponent(decoded)
  } catch {
    return decoded
  }
}

/** Returns a function that always returns the first user that it was called with. */
function firstUser(): (userId: string) => string {
  let first: string | undefined
  return (userId) => {
    first ??= userId
    return first
  }
}
