import { type PushRule, RULE_KINDS } from '../../../spec/index.ts'
import type { RuleAction, RuleChange } from '../../homeserver/policies/rules-api.ts'
import { type Fault, fault } from '../fault.ts'
import { changingRefusal } from '../helpers/responses.ts'
import type { RulesApiChange } from '../helpers/rule-requests.ts'

/** Faults of changing rules again, by ID and by kind, and of when changes apply. */
export const RULES_API_CHANGES_FAULTS: readonly Fault[] = [
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
