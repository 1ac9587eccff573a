import type { Action, PushRule, Ruleset } from '../../spec/index.ts'
import type { Outcome } from '../rules/index.ts'
import { fault } from './fault.ts'
import { evaluatedAs, mapRules } from './rulesets.ts'

/** Faults of where a rule stands, and of which rule decides. */
export const RULE_ORDER_FAULTS = [
  fault(
    'rules.new-rule-last',
    'rules.new-on-top',
    'A new rule goes below the others of its kind',
    'rules',
    (correct) => ({
      put(rules, rule, place) {
        const isPlaced = place.before !== undefined || place.after !== undefined || has(rules, rule)
        return isPlaced ? correct.put(rules, rule, place) : [...rules, rule]
      },
    }),
  ),
  fault(
    'rules.update-moves-to-top',
    'rules.update-and-position',
    'Putting a rule again moves it above the others of its kind',
    'rules',
    (correct) => ({
      put: (rules, rule, place) =>
        place.before === undefined && place.after === undefined
          ? [rule, ...rules.filter(({ rule_id }) => rule_id !== rule.rule_id)]
          : correct.put(rules, rule, place),
    }),
  ),
  fault(
    'rules.before-inserts-after',
    'rules.before',
    'A rule put before another goes below it',
    'rules',
    (correct) => ({
      put: (rules, rule, place) =>
        correct.put(rules, rule, place.before === undefined ? place : { after: place.before }),
    }),
  ),
  fault('rules.after-inserts-before', 'rules.after', 'A rule put after another goes above it', 'rules', (correct) => ({
    put: (rules, rule, { before, after }) =>
      correct.put(rules, rule, before !== undefined ? { before } : after === undefined ? {} : { before: after }),
  })),
  fault('rules.after-wins', 'rules.before-over-after', 'Of before and after, after decides', 'rules', (correct) => ({
    put: (rules, rule, place) => correct.put(rules, rule, place.after === undefined ? place : { after: place.after }),
  })),
  fault(
    'rules.neighbour-ignored',
    ['rules.before', 'rules.after'],
    'before and after have no effect',
    'rules',
    (correct) => ({
      put: (rules, rule) => correct.put(rules, rule, {}),
    }),
  ),
  fault(
    'rules.unknown-neighbour-accepted',
    'rules.relative-to-unknown',
    'A rule relative to one that does not exist is accepted',
    'rules',
    (correct) => ({
      put: (rules, rule, place) => correct.put(rules, rule, place) ?? correct.put(rules, rule, {}),
    }),
  ),
  fault(
    'rules.default-neighbour-accepted',
    'rules.relative-to-default',
    'A rule relative to a default one is accepted',
    'rules',
    (correct) => ({
      put(rules, rule, place) {
        const isDefault = (place.before ?? place.after)?.startsWith('.') ?? false
        return correct.put(rules, rule, isDefault ? {} : place)
      },
    }),
  ),
  fault(
    'rules.move-down-too-far',
    'rules.move',
    'A rule that is moved down lands one place too low',
    'rules',
    (correct) => ({
      put(rules, rule, place) {
        const placed = correct.put(rules, rule, place)
        const [from, to] = [indexOf(rules, rule), indexOf(placed ?? [], rule)]
        if (placed === undefined || from === -1 || to <= from) return placed
        return placed.toSpliced(to, 1).toSpliced(to + 1, 0, placed[to] ?? rule)
      },
    }),
  ),
  fault(
    'rules.user-rules-below-defaults',
    'rules.user-before-default',
    'Default rules come before those of the user',
    'rules',
    (correct) => ({
      merge: (userRules, defaults, specVersion) => correct.merge(defaults, userRules, specVersion),
    }),
  ),
  fault(
    'rules.master-below-user-rules',
    'defaults.master-over-all',
    'Override rules of the user come before the master rule',
    'rules',
    (correct) => ({
      merge: (userRules, defaults) => correct.merge(userRules, defaults, 'v1.4'),
    }),
    { since: 'v1.5' },
  ),
  fault(
    'rules.master-above-user-rules',
    'defaults.master-below-user-overrides',
    'The master rule comes before override rules of the user',
    'rules',
    (correct) => ({
      merge: (userRules, defaults) => correct.merge(userRules, defaults, 'v1.5'),
    }),
    { until: 'v1.5' },
  ),
  fault(
    'rules.master-ignored',
    'defaults.rule.master',
    'The enabled master rule turns nothing off',
    'rules',
    evaluatedAs((ruleset) => mapRules(ruleset, (rule) => (rule.rule_id === '.m.rule.master' ? undefined : rule))),
  ),
  fault(
    'rules.last-match-wins',
    'rules.order-within-kind',
    'Of several matching rules of a kind, the lowest decides',
    'rules',
    evaluatedAs(backwards),
  ),
  fault(
    'rules.order-changes',
    'rules.order-within-kind',
    'Of several matching rules of a kind, another one decides each time',
    'rules',
    (correct) => ({
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
  ),
  fault(
    'rules.all-matches-apply',
    'rules.one-rule-acts',
    'Tweaks of lower matching rules are added to those of the highest',
    'rules',
    (correct) => ({
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
  ),
  fault(
    'rules.disabled-match',
    'rules.disabled-never-match',
    'Disabled rules of the user match all the same',
    'rules',
    evaluatedAs((ruleset) => mapRules(ruleset, (rule) => ({ ...rule, enabled: rule.enabled || !rule.default }))),
  ),
  fault(
    'rules.disabled-defaults-match',
    'rules.disabled-never-match',
    'Disabled default rules match all the same',
    'rules',
    evaluatedAs((ruleset) =>
      mapRules(ruleset, (rule) => ({
        ...rule,
        enabled: rule.enabled || (rule.default && rule.rule_id !== '.m.rule.master'),
      })),
    ),
  ),
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

function merged(first: Outcome, all: readonly Outcome[]): Outcome {
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
