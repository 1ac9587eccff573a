import type { Action, PushRule, RuleKind, Ruleset } from '../../spec/index.ts'
import type { RuleOutcome } from '../rules/index.ts'
import { type Fault, fault } from './fault.ts'
import { movedAbove } from './helpers/default-rules.ts'
import { changingRule } from './helpers/rule-requests.ts'
import { type ConditionChange, evaluatedAs, mapRules } from './helpers/rulesets.ts'

/** Faults of the position of rules, and of which rule decides. */
export const RULE_ORDER_FAULTS: readonly Fault[] = [
  fault({
    name: 'rule-order.one-to-one-listed-first',
    breaks: ['rule-order.listed-by-priority'],
    summary: 'The rule for messages in rooms of two is listed before that for encrypted ones',
    changes: { defaultRules: movedAbove('room_one_to_one', 'encrypted_room_one_to_one') },
  }),
  fault({
    name: 'rule-order.new-rule-disabled',
    breaks: ['rule-order.enabled-initially'],
    summary: 'A new rule is disabled',
    changes: { rulesApi: changingRule((rule) => ({ ...rule, enabled: false })) },
  }),
  fault({
    name: 'rule-order.content-before-override',
    breaks: ['rule-order.kind-order'],
    summary: 'Content rules are checked before override rules',
    changes: { conditions: checkingKinds('content', 'override', 'room', 'sender', 'underride') },
  }),
  fault({
    name: 'rule-order.room-before-content',
    breaks: ['rule-order.kind-order'],
    summary: 'Room rules are checked before content rules',
    changes: { conditions: checkingKinds('override', 'room', 'content', 'sender', 'underride') },
  }),
  fault({
    name: 'rule-order.sender-before-room',
    breaks: ['rule-order.kind-order'],
    summary: 'Sender rules are checked before room rules',
    changes: { conditions: checkingKinds('override', 'content', 'sender', 'room', 'underride') },
  }),
  fault({
    name: 'rule-order.underride-before-sender',
    breaks: ['rule-order.kind-order'],
    summary: 'Underride rules are checked before sender rules',
    changes: { conditions: checkingKinds('override', 'content', 'room', 'underride', 'sender') },
  }),
  fault({
    name: 'rule-order.underride-before-override',
    breaks: ['rule-order.kind-order'],
    summary: 'Underride rules of the user are checked before override rules',
    changes: {
      conditions: evaluatedAs(({ override = [], underride = [], ...others }) => ({
        ...others,
        override: [...underride.filter((rule) => !rule.default), ...override],
        underride: underride.filter((rule) => rule.default),
      })),
    },
  }),
  fault({
    name: 'rule-order.new-rule-last',
    breaks: ['rule-order.new-on-top'],
    summary: 'A new rule is inserted below the others of its kind',
    changes: {
      rulesApi: (correct) => ({
        put(rules, rule, position) {
          const isPlaced = position.before !== undefined || position.after !== undefined || has(rules, rule)
          return isPlaced ? correct.put(rules, rule, position) : [...rules, rule]
        },
      }),
    },
  }),
  fault({
    name: 'rule-order.update-moves-to-top',
    breaks: ['rule-order.update-and-position'],
    summary: 'Putting a rule again moves it above the others of its kind',
    changes: {
      rulesApi: (correct) => ({
        put: (rules, rule, position) =>
          position.before === undefined && position.after === undefined
            ? [rule, ...rules.filter(({ rule_id }) => rule_id !== rule.rule_id)]
            : correct.put(rules, rule, position),
      }),
    },
  }),
  fault({
    name: 'rule-order.before-inserts-after',
    breaks: ['rule-order.before'],
    summary: 'A rule put before another is inserted below it',
    changes: {
      rulesApi: (correct) => ({
        put: (rules, rule, position) =>
          correct.put(rules, rule, position.before === undefined ? position : { after: position.before }),
      }),
    },
  }),
  fault({
    name: 'rule-order.after-inserts-before',
    breaks: ['rule-order.after'],
    summary: 'A rule put after another is inserted above it',
    changes: {
      rulesApi: (correct) => ({
        put: (rules, rule, { before, after }) =>
          correct.put(rules, rule, before !== undefined ? { before } : after === undefined ? {} : { before: after }),
      }),
    },
  }),
  fault({
    name: 'rule-order.after-wins',
    breaks: ['rule-order.before-over-after'],
    summary: 'after takes precedence over before',
    changes: {
      rulesApi: (correct) => ({
        put: (rules, rule, position) =>
          correct.put(rules, rule, position.after === undefined ? position : { after: position.after }),
      }),
    },
  }),
  fault({
    name: 'rule-order.existing-rules-not-moved',
    breaks: ['rule-order.before-over-after', 'rule-order.move'],
    summary: 'before and after have no effect on a rule that exists',
    changes: {
      rulesApi: (correct) => ({
        put: (rules, rule, position) => correct.put(rules, rule, has(rules, rule) ? {} : position),
      }),
    },
  }),
  fault({
    name: 'rule-order.moved-down-one-too-low',
    breaks: ['rule-order.before-over-after', 'rule-order.move'],
    summary: 'A rule that moves down is inserted one place too low',
    changes: {
      rulesApi: (correct) => ({
        put(rules, rule, position) {
          const neighbour = rules.findIndex(({ rule_id }) => rule_id === (position.before ?? position.after))
          const isMovedDown = has(rules, rule) && indexOf(rules, rule) < neighbour
          const moved = correct.put(rules, rule, position)
          return isMovedDown && moved !== undefined ? oneLower(moved, rule) : moved
        },
      }),
    },
  }),
  fault({
    name: 'rule-order.after-wins-for-existing-rules',
    breaks: ['rule-order.before-over-after'],
    summary: 'after takes precedence over before for a rule that exists',
    changes: {
      rulesApi: (correct) => ({
        put: (rules, rule, position) =>
          correct.put(
            rules,
            rule,
            has(rules, rule) && position.after !== undefined ? { after: position.after } : position,
          ),
      }),
    },
  }),
  fault({
    name: 'rule-order.neighbour-of-any-kind',
    breaks: ['rule-order.relative-to-unknown', 'rules-api.ids-per-kind'],
    summary: 'before and after that name a rule of another kind are ignored',
    changes: {
      rulesApi: () => ({
        position(requested, own, kind) {
          const neighbour = requested.before ?? requested.after
          const isRule = (rules: readonly PushRule[] = []) => rules.some(({ rule_id }) => rule_id === neighbour)
          return !isRule(own[kind]) && Object.values(own).some(isRule) ? {} : requested
        },
      }),
    },
  }),
  fault({
    name: 'rule-order.neighbour-ignored',
    breaks: ['rule-order.before', 'rule-order.after'],
    summary: 'before and after have no effect',
    changes: {
      rulesApi: (correct) => ({
        put: (rules, rule) => correct.put(rules, rule, {}),
      }),
    },
  }),
  fault({
    name: 'rule-order.unknown-neighbour-accepted',
    breaks: ['rule-order.relative-to-unknown'],
    summary: 'A rule relative to an unknown rule is accepted',
    changes: {
      rulesApi: (correct) => ({
        put: (rules, rule, position) => correct.put(rules, rule, position) ?? correct.put(rules, rule, {}),
      }),
    },
  }),
  fault({
    name: 'rule-order.default-neighbour-accepted',
    breaks: ['rule-order.relative-to-default'],
    summary: 'A rule relative to a default rule is accepted',
    changes: {
      rulesApi: (correct) => ({
        put(rules, rule, position) {
          const isDefault = (position.before ?? position.after)?.startsWith('.') ?? false
          return correct.put(rules, rule, isDefault ? {} : position)
        },
      }),
    },
  }),
  fault({
    name: 'rule-order.move-down-too-far',
    breaks: ['rule-order.move'],
    summary: 'A rule that is moved down by before or after alone ends up one position too low',
    changes: {
      rulesApi: (correct) => ({
        put(rules, rule, position) {
          const placed = correct.put(rules, rule, position)
          if (position.before !== undefined && position.after !== undefined) return placed
          const [from, to] = [indexOf(rules, rule), indexOf(placed ?? [], rule)]
          if (placed === undefined || from === -1 || to <= from) return placed
          return placed.toSpliced(to, 1).toSpliced(to + 1, 0, placed[to] ?? rule)
        },
      }),
    },
  }),
  fault({
    name: 'rule-order.user-rules-below-defaults',
    breaks: ['rule-order.user-before-default'],
    summary: 'Default rules come before those of the user',
    changes: {
      ruleOrder: (correct) => ({
        merge: (userRules, defaults, specVersion) => correct.merge(defaults, userRules, specVersion),
      }),
    },
  }),
  fault({
    name: 'rule-order.master-below-user-rules',
    breaks: ['rule-order.master-first'],
    summary: 'Override rules of the user come before the master rule',
    span: { since: 'v1.5' },
    changes: {
      ruleOrder: (correct) => ({
        merge: (userRules, defaults) => correct.merge(userRules, defaults, 'v1.4'),
      }),
    },
  }),
  fault({
    name: 'rule-order.master-above-user-rules',
    breaks: ['rule-order.master-below-user-overrides'],
    summary: 'The master rule comes before override rules of the user',
    span: { until: 'v1.5' },
    changes: {
      ruleOrder: (correct) => ({
        merge: (userRules, defaults) => correct.merge(userRules, defaults, 'v1.5'),
      }),
    },
  }),
  fault({
    name: 'rule-order.last-match-wins',
    breaks: ['rule-order.order-within-kind'],
    summary: 'The lowest of several matching rules of a kind decides',
    changes: { conditions: evaluatedAs(backwards) },
  }),
  fault({
    name: 'rule-order.order-changes',
    breaks: ['rule-order.order-within-kind'],
    summary: 'A different one of several matching rules of a kind decides each time',
    changes: {
      conditions: (correct) => ({
        compile(ruleset, options) {
          let [next, other] = [ruleset, backwards(ruleset)].map((rules) => correct.compile(rules, options))
          return {
            evaluate(event, room) {
              ;[next, other] = [other, next]
              return other?.evaluate(event, room)
            },
          }
        },
      }),
    },
  }),
  fault({
    name: 'rule-order.all-matches-apply',
    breaks: ['rule-order.one-rule-acts'],
    summary: 'Tweaks of lower matching rules are added to those of the highest one',
    changes: {
      conditions: (correct) => ({
        compile(ruleset, options) {
          const whole = correct.compile(ruleset, options)
          const single = everyRule(ruleset).map((part) => correct.compile(part, options))
          return {
            evaluate(event, room) {
              const outcome = whole.evaluate(event, room)
              if (outcome === undefined) return undefined
              return merged(
                outcome,
                single.flatMap((rule) => rule.evaluate(event, room) ?? []),
              )
            },
          }
        },
      }),
    },
  }),
  fault({
    name: 'rule-order.disabled-match',
    breaks: ['rule-order.disabled-never-match'],
    summary: 'Disabled rules of the user match',
    changes: {
      conditions: evaluatedAs((ruleset) =>
        mapRules(ruleset, (rule) => ({ ...rule, enabled: rule.enabled || !rule.default })),
      ),
    },
  }),
  fault({
    name: 'rule-order.disabled-defaults-match',
    breaks: ['rule-order.disabled-never-match'],
    summary: 'Disabled default rules match',
    changes: {
      conditions: evaluatedAs((ruleset) =>
        mapRules(ruleset, (rule) => ({
          ...rule,
          enabled: rule.enabled || (rule.default && rule.rule_id !== '.m.rule.master'),
        })),
      ),
    },
  }),
  fault({
    name: 'rule-order.no-match-notifies',
    breaks: ['rule-order.no-match-no-push', 'unread-counts.by-rules', 'notifications.silent-events'],
    summary: 'Events that no rule matches notify',
    changes: {
      conditions: (correct) => ({
        compile(ruleset, options) {
          const compiled = correct.compile(ruleset, options)
          const rule = { rule_id: '', default: true, enabled: true, actions: ['notify'] }
          const outcome = {
            kind: 'underride' as const,
            rule,
            actions: ['notify'],
            notify: true,
            tweaks: {},
            highlight: false,
          }
          return { evaluate: (event, room) => compiled.evaluate(event, room) ?? outcome }
        },
      }),
    },
  }),
]

function backwards({ override = [], content = [], room = [], sender = [], underride = [] }: Ruleset): Ruleset {
  return {
    override: override.toReversed(),
    content: content.toReversed(),
    room: room.toReversed(),
    sender: sender.toReversed(),
    underride: underride.toReversed(),
  }
}

function everyRule(ruleset: Ruleset): Ruleset[] {
  return Object.entries(ruleset).flatMap(([kind, rules]: [string, PushRule[]]) =>
    rules.map((rule) => ({ [kind]: [rule] })),
  )
}

function merged(first: RuleOutcome, all: readonly RuleOutcome[]): RuleOutcome {
  const tweaks = Object.assign({}, ...all.map((outcome) => outcome.tweaks).toReversed(), first.tweaks)
  const actions: Action[] = [...first.actions]
  return { ...first, actions, tweaks, highlight: first.highlight || all.some((outcome) => outcome.highlight) }
}

function indexOf(rules: readonly PushRule[], rule: PushRule): number {
  return rules.findIndex(({ rule_id }) => rule_id === rule.rule_id)
}

function has(rules: readonly PushRule[], rule: PushRule): boolean {
  return indexOf(rules, rule) !== -1
}

/** Returns the rules with one of them a place lower. */
function oneLower(rules: readonly PushRule[], rule: PushRule): PushRule[] {
  const at = indexOf(rules, rule)
  return rules.toSpliced(at, 1).toSpliced(at + 1, 0, ...rules.slice(at, at + 1))
}

/** Checks the kinds of rules in another order. */
function checkingKinds(...kinds: RuleKind[]): ConditionChange {
  return (correct) => ({
    compile(ruleset, options) {
      const parts = kinds.map((kind) => correct.compile({ [kind]: ruleset[kind] ?? [] }, options))
      return {
        evaluate(event, room) {
          for (const part of parts) {
            const outcome = part.evaluate(event, room)
            if (outcome !== undefined) return outcome
          }
          return undefined
        },
      }
    },
  })
}
