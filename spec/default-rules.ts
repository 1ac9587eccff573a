import defaultRules from './generated/default-rules.json' with { type: 'json' }
import { type Action, type PushCondition, type PushRule, RULE_KINDS, type RuleKind, type Ruleset } from './types.ts'
import { atLeast, SPEC_VERSIONS, type Span, type SpecVersion, within } from './versions.ts'

/** A rule as default-rules.yaml has it; the comments there say what the fields mean. */
interface DefaultRule extends Span {
  rule_id: string
  formerly?: { after: string; until: SpecVersion }
  enabled?: boolean
  conditions?: PushCondition[]
  pattern?: string
  actions: Action[] | Partial<Record<SpecVersion, Action[]>>
}

const RULES = defaultRules as Partial<Record<RuleKind, DefaultRule[]>>

/**
 * The rules that a server brings for a user, in the order that a version of the specification lists them.
 *
 * @param userId whom the rules about mentions and invites are to look for
 * @returns all five kinds, empty ones too, as new objects that the caller may change
 * @throws {TypeError} when `userId` is no user ID
 * @see https://spec.matrix.org/v1.19/client-server-api/#predefined-rules
 */
export function defaultRuleset(specVersion: SpecVersion, userId: string): Required<Ruleset> {
  const localpart = /^@([^:]*):./s.exec(userId)?.[1]
  if (localpart === undefined) {
    throw new TypeError(
      `The default rules were asked for the user "${userId}"; a user ID looks like @alice:example.org`,
    )
  }
  const values = new Map([
    ['$user_id', userId],
    ['$localpart', localpart],
  ])
  const lists = RULE_KINDS.map((kind) => {
    const rules = inOrder(RULES[kind] ?? [], specVersion).filter((rule) => within(specVersion, rule))
    return [kind, rules.map((rule) => fillIn(toPushRule(rule, specVersion), values))]
  })
  return Object.fromEntries(lists) as Required<Ruleset>
}

/** The rules with those that have moved since `profile` back at their former places. */
function inOrder(rules: readonly DefaultRule[], specVersion: SpecVersion): DefaultRule[] {
  const order = [...rules]
  for (const rule of rules) {
    if (rule.formerly === undefined || !within(specVersion, { until: rule.formerly.until })) continue
    order.splice(order.indexOf(rule), 1)
    order.splice(order.findIndex((other) => other.rule_id === rule.formerly?.after) + 1, 0, rule)
  }
  return order
}

function toPushRule(rule: DefaultRule, specVersion: SpecVersion): PushRule {
  const { rule_id, enabled = true, conditions, pattern, actions } = rule
  return {
    rule_id,
    default: true,
    enabled,
    ...(conditions && { conditions }),
    ...(pattern !== undefined && { pattern }),
    actions: Array.isArray(actions) ? actions : newest(actions, specVersion),
  }
}

/** The last value that came by `profile`. */
function newest(values: Partial<Record<SpecVersion, Action[]>>, specVersion: SpecVersion): Action[] {
  const came = SPEC_VERSIONS.filter((version) => values[version] !== undefined && atLeast(specVersion, version))
  return values[came.at(-1) ?? 'seed'] ?? []
}

/** A deep copy in which the values stand for the placeholders. */
function fillIn(template: PushRule, values: ReadonlyMap<unknown, string>): PushRule {
  return JSON.parse(JSON.stringify(template), (_key, value) => values.get(value) ?? value)
}
