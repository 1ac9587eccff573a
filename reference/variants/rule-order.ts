import { type PushRule, RULE_KINDS, type Ruleset } from '../../spec/index.ts'
import { isObject } from '../homeserver/body.ts'
import type { RequestedPosition } from '../homeserver/policies/rules-api.ts'
import { changingResponses } from './helpers/rewrite.ts'
import { type Variant, variant } from './variant.ts'

const NEW_RULES = 'https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3pushrulesglobalkindruleid'
const CONDITIONS = 'https://spec.matrix.org/v1.19/client-server-api/#conditions-1'

/** Variants of the position and the order of rules. */
export const RULE_ORDER_VARIANTS: readonly Variant[] = [
  variant({
    name: 'rule-order.unknown-neighbour-is-404',
    summary: 'The response to putting a rule before or after an unknown rule has status 404',
    allowedBy: ['rule-order.relative-to-unknown'],
    wrap: changingResponses(({ status, body }, { method, path }) => {
      const isMeant = method === 'PUT' && path.startsWith('/pushrules/') && isObject(body)
      if (!isMeant || status !== 400 || body.errcode !== 'M_UNKNOWN') return { status, body }
      return { status: 404, body: { errcode: 'M_NOT_FOUND', error: 'Unknown rule in before or after' } }
    }),
  }),
  variant({
    name: 'rule-order.user-rules-before-all-defaults',
    summary: "The user's own rules of all kinds are checked before any default rule except the master rule",
    allowedBy: ['rule-order.default-before-lower-kind'],
    changes: {
      conditions: (correct) => ({
        compile(ruleset, options) {
          const isEarly = ({ default: isDefault, rule_id }: PushRule) => !isDefault || rule_id === '.m.rule.master'
          const early = correct.compile(onlyRules(ruleset, isEarly), options)
          const late = correct.compile(
            onlyRules(ruleset, (rule) => !isEarly(rule)),
            options,
          )
          return { evaluate: (...args) => early.evaluate(...args) ?? late.evaluate(...args) }
        },
      }),
    },
  }),
  variant({
    name: 'rule-order.user-rules-listed-last',
    summary: 'Default rules are listed before those of the user, and these from the lowest to the highest',
    allowedBy: ['rule-order.listed-by-priority'],
    changes: {
      rulesApi: () => ({
        list: (ruleset) =>
          Object.fromEntries(
            RULE_KINDS.map((kind) => {
              const rules = ruleset[kind] ?? []
              const own = rules.filter((rule) => !rule.default)
              return [kind, [...rules.filter((rule) => rule.default), ...own.toReversed()]]
            }),
          ),
      }),
    },
  }),
  variant({
    name: 'rule-order.listed-in-reverse',
    summary: 'The rules of each kind and the conditions of each rule are listed from the last to the first',
    allowedBy: ['rule-order.listed-by-priority', CONDITIONS],
    changes: {
      rulesApi: () => ({
        list: (ruleset) =>
          Object.fromEntries(
            RULE_KINDS.map((kind) => [kind, (ruleset[kind] ?? []).map(withReversedConditions).toReversed()]),
          ),
      }),
    },
  }),
  variant({
    name: 'rule-order.new-rules-go-last',
    summary: 'A new rule without a neighbour becomes the lowest of its kind',
    allowedBy: [NEW_RULES],
    deviatesFrom: ['rule-order.new-on-top'],
    changes: {
      rulesApi: (correct) => ({
        put(rules, rule, position) {
          const isNew = rules.every(({ rule_id }) => rule_id !== rule.rule_id)
          const isFree = position.before === undefined && position.after === undefined
          return isNew && isFree ? [...rules, rule] : correct.put(rules, rule, position)
        },
      }),
    },
  }),
  variant({
    name: 'rule-order.update-goes-on-top',
    summary: 'A rule that is put again becomes the highest of its kind, and is enabled again',
    allowedBy: ['rule-order.update-and-position', 'rules-api.update-and-enabled'],
    changes: {
      rulesApi: (correct) => ({
        put: (rules, rule, position) =>
          correct.put(
            rules.filter(({ rule_id }) => rule_id !== rule.rule_id),
            rule,
            position,
          ),
      }),
    },
  }),
  variant({
    name: 'rule-order.update-never-moves',
    summary: 'A rule that is put again keeps its position, unless both before and after are given',
    allowedBy: ['rule-order.move'],
    changes: {
      rulesApi: (correct) => ({
        put(rules, rule, position) {
          const isPlaced = position.before !== undefined && position.after !== undefined
          const isNew = rules.every(({ rule_id }) => rule_id !== rule.rule_id)
          return correct.put(rules, rule, isPlaced || isNew ? position : onlyIfUnknown(rules, position))
        },
      }),
    },
  }),
]

/** Reverses the conditions of a rule. The meaning stays the same, since all of them must match. */
function withReversedConditions(rule: PushRule): PushRule {
  return rule.conditions === undefined ? rule : { ...rule, conditions: rule.conditions.toReversed() }
}

/** Returns the position only if its neighbour is unknown, so that it is refused. */
function onlyIfUnknown(rules: readonly PushRule[], { before, after }: RequestedPosition): RequestedPosition {
  const neighbour = before ?? after
  return neighbour === undefined || rules.some(({ rule_id }) => rule_id === neighbour) ? {} : { before: neighbour }
}

/** Returns the ruleset with only some of its rules. */
function onlyRules(ruleset: Ruleset, isKept: (rule: PushRule) => boolean): Ruleset {
  return Object.fromEntries(RULE_KINDS.map((kind) => [kind, (ruleset[kind] ?? []).filter(isKept)]))
}
