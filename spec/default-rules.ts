import defaultRules from './generated/default-rules.json' with { type: 'json' }
import { type Action, type PushCondition, type PushRule, RULE_KINDS, type RuleKind, type Ruleset } from './types.ts'
import { atLeast, SPEC_VERSIONS, type Span, type SpecVersion, within } from './versions.ts'

/** Rule of default-rules.yaml; the comments there explain the properties. */
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
 * Returns the default push rules of a user, in the order of the specification.
 *
 * @param specVersion - the version of the specification that defines the rules
 * @param userId - the owner of the rules, such as `@alice:example.org`; the rules about mentions and invites match it
 * @returns a new ruleset with all five kinds; kinds without rules have an empty list
 * @throws {TypeError} when `userId` is not a user ID
 * @see https://spec.matrix.org/v1.19/client-server-api/#predefined-rules
 */
export function defaultRuleset(specVersion: SpecVersion, userId: string): Required<Ruleset> {
  const localpart = /^@([^:]*):./s.exec(userId)?.[1]
  if (localpart === undefined) {
    throw new TypeError(
      `The owner of the default rules: expected a user ID such as @alice:example.org, found "${userId}"`,
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

/** Moves rules to the positions that they had in a version. */
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

/** Returns the actions that are in force in a version. */
function newest(values: Partial<Record<SpecVersion, Action[]>>, specVersion: SpecVersion): Action[] {
  const came = SPEC_VERSIONS.filter((version) => values[version] !== undefined && atLeast(specVersion, version))
  return values[came.at(-1) ?? 'seed'] ?? []
}

/** Copies a rule, with values in place of the placeholders. */
function fillIn(template: PushRule, values: ReadonlyMap<unknown, string>): PushRule {
  return JSON.parse(JSON.stringify(template), (_key, value) => values.get(value) ?? value)
}
