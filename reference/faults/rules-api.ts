import { type PushRule, RULE_KINDS } from '../../spec/index.ts'
import { ARRAY, isObject } from '../homeserver/body.ts'
import type { RuleAction, RuleChange } from '../homeserver/policies/rules-api.ts'
import { type Fault, fault } from './fault.ts'
import { changingErrcode, changingRefusal, changingResponse } from './helpers/responses.ts'
import { changingBody, type RulesApiChange } from './helpers/rule-requests.ts'
import { mapRules } from './helpers/rulesets.ts'

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
  fault({
    name: 'rules-api.enabled-toggles',
    breaks: ['rules-api.enabled-set', 'rules-api.enabled-default'],
    summary: 'Setting enabled of a rule inverts it, whatever the value is',
    changes: {
      rulesApi: () => ({
        change: (rule, requested) =>
          requested.enabled === undefined ? requested : { ...requested, enabled: !rule.enabled },
      }),
    },
  }),
  fault({
    name: 'rules-api.unchanged-is-unknown',
    breaks: [
      'rules-api.enabled-set',
      'rules-api.enabled-default',
      'rules-api.actions-set',
      'rules-api.actions-default',
    ],
    summary: 'The response to setting what a rule already has is that of an unknown rule',
    changes: {
      rulesApi: () => ({
        change: (rule, requested) => (isSame(requested, pickFrom(rule, requested)) ? undefined : requested),
      }),
    },
  }),
  fault({
    name: 'rules-api.same-actions-accumulate',
    breaks: ['rules-api.actions-set', 'rules-api.actions-default'],
    summary: 'Setting the actions that a rule already has adds them to the list again',
    changes: {
      rulesApi: () => ({
        change: (rule, { actions, ...others }) =>
          actions === undefined
            ? others
            : { ...others, actions: isSame(actions, rule.actions) ? [...rule.actions, ...actions] : actions },
      }),
    },
  }),
  fault({
    name: 'rules-api.same-rule-deleted',
    breaks: ['rules-api.put-updates'],
    summary: 'Putting a rule again unchanged deletes it',
    changes: {
      rulesApi: (correct) => ({
        put: (rules, rule, position) =>
          rules.some((old) => isSame(old, rule))
            ? rules.filter(({ rule_id }) => rule_id !== rule.rule_id)
            : correct.put(rules, rule, position),
      }),
    },
  }),
  fault({
    name: 'rules-api.delete-ignores-kind',
    breaks: ['rules-api.ids-per-kind', 'rules-api.delete'],
    summary: 'Deleting a rule deletes the rules of all kinds with its ID',
    changes: { rulesApi: ignoringKind('delete') },
  }),
  fault({
    name: 'rules-api.enabled-ignores-kind',
    breaks: ['rules-api.ids-per-kind', 'rules-api.enabled-set'],
    summary: 'Enabling or disabling a rule does so to the rules of all kinds with its ID',
    changes: { rulesApi: ignoringKind('enable') },
  }),
  fault({
    name: 'rules-api.actions-ignore-kind',
    breaks: ['rules-api.ids-per-kind', 'rules-api.actions-set'],
    summary: 'Setting the actions of a rule sets those of the rules of all kinds with its ID',
    changes: { rulesApi: ignoringKind('set-actions') },
  }),
  fault({
    name: 'rules-api.unknown-default-accepted',
    breaks: ['rules-api.get-unknown', 'rules-api.enabled-unknown', 'rules-api.actions-unknown'],
    summary: 'Requests about default rules that do not exist succeed',
    changes: {
      errors: changingRefusal(({ status }, { path }) =>
        status === 404 && /\/pushrules\/global\/\w+\/\./.test(path)
          ? { status: 200, body: { enabled: true, actions: [], rule_id: 'none', default: true } }
          : undefined,
      ),
    },
  }),
  fault({
    name: 'rules-api.default-taken-from-body',
    breaks: ['default-rules.marked-as-default'],
    summary: 'A rule of a user is marked as a default if its body says so',
    changes: {
      rulesApi: (correct) => {
        const marked = new Set<string>()
        return {
          read(kind, ruleId, body) {
            if (body.default === true) marked.add(ruleId)
            return correct.read(kind, ruleId, body)
          },
          list: (ruleset) =>
            mapRules(correct.list(ruleset), (rule) => ({ ...rule, default: rule.default || marked.has(rule.rule_id) })),
        }
      },
    },
  }),
  fault({
    name: 'rules-api.rule-id-taken-from-body',
    breaks: ['rules-api.put-creates', 'rules-api.kind-and-id'],
    summary: 'A rule has the rule_id of its body, not that of the path',
    changes: {
      rulesApi: (correct) => ({
        read: (kind, ruleId, body) =>
          correct.read(kind, typeof body.rule_id === 'string' ? body.rule_id : ruleId, body),
      }),
    },
  }),
  fault({
    name: 'rules-api.delete-applies-late',
    breaks: ['rules-api.delete'],
    summary: 'Deleted rules, except content rules, still match until another rule changes',
    changes: { rulesApi: applyingLate('delete') },
  }),
  fault({
    name: 'rules-api.enabling-applies-late',
    breaks: ['rules-api.enabled-set'],
    summary: 'Enabling or disabling a rule, except content rules, has no effect until another rule changes',
    changes: { rulesApi: applyingLate('enable') },
  }),
  fault({
    name: 'rules-api.actions-apply-late',
    breaks: ['rules-api.actions-set'],
    summary: 'New actions of a rule, except content rules, have no effect until another rule changes',
    changes: { rulesApi: applyingLate('set-actions') },
  }),
  fault({
    name: 'rules-api.other-devices-apply-late',
    breaks: ['rules-api.actions-set', 'rules-api.enabled-set', 'rules-api.delete'],
    summary:
      'Changes on other devices than the first one that changed a rule have no effect until that device changes one',
    changes: {
      rulesApi: () => {
        const first = new Map<string, string | undefined>()
        return {
          appliesAtOnce({ userId, deviceId }) {
            if (!first.has(userId)) first.set(userId, deviceId)
            return first.get(userId) === deviceId
          },
        }
      },
    },
  }),
  fault({
    name: 'rules-api.changes-apply-to-earlier-events',
    breaks: ['recipients.new-events-only'],
    summary: 'After a rule changes, earlier events that now notify are pushed',
    span: { since: 'v1.7' },
    changes: { rulesApi: () => ({ appliesToEarlier: () => true }) },
  }),
]

function isSame(one: object, other: object): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

/** Returns what a rule has of the properties that a request changes. */
function pickFrom(rule: PushRule, requested: RuleChange): RuleChange {
  return {
    ...(requested.enabled === undefined ? {} : { enabled: rule.enabled }),
    ...(requested.actions === undefined ? {} : { actions: rule.actions }),
  }
}

/** Changes the rules of all kinds with the same ID. */
function ignoringKind(ignoring: RuleAction): RulesApiChange {
  return () => ({ kinds: (kind, action) => (action === ignoring ? RULE_KINDS : [kind]) })
}

/** Evaluates events by the old rules after a change of a rule, unless that is a content rule. */
function applyingLate(late: RuleAction): RulesApiChange {
  return () => ({ appliesAtOnce: ({ action, kind }) => action !== late || kind === 'content' })
}

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
