import type { PushRule, RuleKind } from '../../spec/index.ts'
import { ARRAY, isObject, type JsonObject, OBJECTS } from '../homeserver/body.ts'
import type { RulePolicies } from '../homeserver/policies/rules.ts'
import { fault } from './fault.ts'
import { KNOWN_CONDITIONS, mapRules } from './rulesets.ts'

/** The actions that a version of the specification has, besides tweaks. */
const KNOWN_ACTIONS = ['notify', 'dont_notify', 'coalesce']

/** Faults of making, changing, deleting and listing rules. */
export const RULE_API_FAULTS = [
  fault(
    'rules.new-rule-disabled',
    'rules.enabled-at-first',
    'A new rule is disabled',
    'rules',
    reading((rule) => ({ ...rule, enabled: false })),
  ),
  fault(
    'rules.enabled-taken-from-body',
    'rules.extra-keys',
    'A new rule is disabled when its body says so',
    'rules',
    (correct) => ({
      read: (kind, ruleId, body) => ({ ...correct.read(kind, ruleId, body), enabled: body.enabled !== false }),
    }),
  ),
  fault(
    'rules.update-duplicates',
    'rules.put-updates',
    'Putting a rule again makes a second one with its ID',
    'rules',
    () => ({
      put: (rules, rule) => [rule, ...rules],
    }),
  ),
  fault(
    'rules.update-enables',
    'rules.update-and-enabled',
    'Putting a disabled rule again enables it',
    'rules',
    (correct) => ({
      put: (rules, rule, place) =>
        correct.put(rules, rule, place)?.map((other) => (other.rule_id === rule.rule_id ? rule : other)),
    }),
  ),
  fault(
    'rules.update-ignored',
    'rules.put-updates',
    'Putting a rule again leaves it as it was',
    'rules',
    (correct) => ({
      put: (rules, rule, place) => correct.put(rules, rules.find((old) => old.rule_id === rule.rule_id) ?? rule, place),
    }),
  ),
  fault(
    'rules.dot-id-accepted',
    'rules.dotted-ids-refused',
    'A rule ID that begins with a dot is accepted',
    'rules',
    () => ({
      isAllowedId: (ruleId) => !/[/\\]/.test(ruleId),
    }),
  ),
  fault('rules.slash-id-accepted', 'rules.slashes-refused', 'A rule ID with a slash is accepted', 'rules', () => ({
    isAllowedId: (ruleId) => !/^\.|\\/.test(ruleId),
  })),
  fault(
    'rules.backslash-id-accepted',
    'rules.slashes-refused',
    'A rule ID with a backslash is accepted',
    'rules',
    () => ({
      isAllowedId: (ruleId) => !/^\.|\//.test(ruleId),
    }),
  ),
  fault(
    'rules.missing-actions-accepted',
    'rules.actions-required',
    'A rule without actions is accepted',
    'rules',
    body(({ actions = [], ...rest }) => ({ ...rest, actions })),
  ),
  fault(
    'rules.any-action-accepted',
    'rules.unknown-action',
    'A rule with an action that does not exist is accepted',
    'rules',
    body(({ actions, ...rest }) => ({
      ...rest,
      actions: ARRAY.test(actions)
        ? actions.filter((action) => isObject(action) || KNOWN_ACTIONS.includes(String(action)))
        : actions,
    })),
  ),
  fault(
    'rules.historical-actions-refused',
    ['actions.historical.accepted', 'actions.historical.no-ops', 'actions.historical.ignored'],
    'A rule with the action dont_notify or coalesce is refused',
    'rules',
    body(({ actions, ...rest }) => ({ ...rest, actions: hasHistorical(actions) ? 'no list of actions' : actions })),
    { since: 'v1.7' },
  ),
  fault(
    'rules.missing-pattern-accepted',
    'rules.content-without-pattern',
    'A content rule without a pattern is accepted',
    'rules',
    body(({ pattern = '', ...rest }) => ({ ...rest, pattern })),
  ),
  fault(
    'rules.condition-without-kind-accepted',
    'conditions.malformed',
    'A condition without a kind is accepted',
    'rules',
    conditions((condition) => typeof condition.kind === 'string'),
  ),
  fault(
    'rules.unknown-conditions-dropped',
    'rules.unknown-conditions',
    'Conditions that the server does not know are left out of the rule',
    'rules',
    conditions((condition) => KNOWN_CONDITIONS.includes(String(condition.kind))),
  ),
  fault(
    'rules.unknown-tweaks-dropped',
    'actions.tweaks-transparent',
    'Tweaks other than sound and highlight are left out of the rule',
    'rules',
    reading((rule) => ({
      ...rule,
      actions: rule.actions.filter(
        (action) => typeof action === 'string' || ['sound', 'highlight'].includes(String(action.set_tweak)),
      ),
    })),
  ),
  fault('rules.delete-ignored', 'rules.delete', 'A deleted rule stays', 'rules', () => ({
    remove: (rules) => [...rules],
  })),
  fault('rules.delete-removes-all', 'rules.delete', 'Deleting a rule deletes all of its kind', 'rules', () => ({
    remove: () => [],
  })),
  fault(
    'rules.default-enabled-not-kept',
    'rules.enabled-default',
    'Enabling or disabling a default rule has no effect',
    'rules',
    (correct) => ({
      changeDefault: (rule, { enabled: _, ...change }) => correct.changeDefault(rule, change),
    }),
  ),
  fault(
    'rules.default-actions-not-kept',
    'rules.actions-default',
    'Changing the actions of a default rule has no effect',
    'rules',
    (correct) => ({
      changeDefault: (rule, { actions: _, ...change }) => correct.changeDefault(rule, change),
    }),
  ),
  fault(
    'rules.changes-not-synced',
    ['account-data.changes', 'account-data.every-session'],
    'Clients are not told of changed rules in /sync',
    'rules',
    () => ({
      announcesChanges: false,
    }),
  ),
  fault(
    'rules.defaults-not-listed',
    'rules.list-complete',
    'The list of rules lacks the default ones',
    'rules',
    (correct) => ({
      list: (ruleset) => mapRules(correct.list(ruleset), (rule) => (rule.default ? undefined : rule)),
    }),
  ),
  fault(
    'rules.disabled-not-listed',
    'rules.list-complete',
    'The list of rules lacks disabled ones',
    'rules',
    (correct) => ({
      list: (ruleset) => mapRules(correct.list(ruleset), (rule) => (rule.enabled ? rule : undefined)),
    }),
  ),
  fault(
    'rules.default-flag-missing',
    'defaults.marked',
    'Default rules are listed as if the user had made them',
    'rules',
    (correct) => ({
      list: (ruleset) => mapRules(correct.list(ruleset), (rule) => ({ ...rule, default: false })),
    }),
  ),
  fault(
    'rules.pattern-not-listed',
    'rules.put-creates',
    'Content rules are listed without their pattern',
    'rules',
    (correct) => ({
      list: (ruleset) => mapRules(correct.list(ruleset), ({ pattern: _, ...rule }) => rule),
    }),
  ),
]

type RuleChange = (correct: RulePolicies) => Partial<RulePolicies>

/** Changes rules after they are read from the body of a PUT. */
function reading(change: (rule: PushRule) => PushRule): RuleChange {
  return (correct) => ({ read: (kind, ruleId, content) => change(correct.read(kind, ruleId, content)) })
}

/** Changes the body of a PUT before it is read. */
function body(change: (content: JsonObject, kind: RuleKind) => JsonObject): RuleChange {
  return (correct) => ({ read: (kind, ruleId, content) => correct.read(kind, ruleId, change(content, kind)) })
}

/** Whether one of the actions is one that the text no longer knows. */
function hasHistorical(actions: unknown): boolean {
  return Array.isArray(actions) && actions.some((action) => action === 'dont_notify' || action === 'coalesce')
}

/** Keeps only some of the conditions in the body of a PUT. */
function conditions(isKept: (condition: JsonObject) => boolean): RuleChange {
  return body(({ conditions: given, ...rest }) => ({
    ...rest,
    ...(given === undefined ? {} : { conditions: OBJECTS.test(given) ? given.filter(isKept) : given }),
  }))
}
