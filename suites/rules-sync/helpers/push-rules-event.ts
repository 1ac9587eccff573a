import { isDeepStrictEqual } from 'node:util'
import { quote } from '../../../common/text.ts'
import { type PushRule, RULE_KINDS, type RuleKind, type Ruleset, type SyncResponse } from '../../../spec/index.ts'
import { expect } from '../../harness/case/expect.ts'
import type { User } from '../../harness/users/user.ts'

/** Longest time that one long poll of `/sync` is asked to wait, in milliseconds. */
const LONG_POLL_MS = 2000

/** Fairness of the cases that compare the event with the list. */
export const FAIR_TO_COMPARE =
  'The rules of a kind may be in any order, and only the fields that the specification defines are compared'

/** Returns the rules in every event `m.push_rules` of a `/sync` response, the newest last. */
function allPushRulesIn(response: SyncResponse): Ruleset[] {
  const events = response.account_data?.events ?? []
  return events.filter(({ type }) => type === 'm.push_rules').map(({ content }) => globalOf(content))
}

/** Returns the rules in the event `m.push_rules` of a `/sync` response; `undefined` if it has none. */
export function pushRulesIn(response: SyncResponse): Ruleset | undefined {
  return allPushRulesIn(response).at(-1)
}

/** Returns the ruleset in the content of the event; empty if there is none. */
export function globalOf(content: unknown): Ruleset {
  return (content as { global?: Ruleset }).global ?? {}
}

/** Reports whether a rule with this ID exists. */
export function hasRule(rules: Ruleset, kind: RuleKind, ruleId: string): boolean {
  return comparable(rules[kind]).some(({ rule_id }) => rule_id === ruleId)
}

/**
 * Waits until `/sync` returns the push rules as they are in the list, and returns the position after that.
 *
 * @param look is called with all rules that `/sync` returns on the way
 */
export async function expectRulesInSync(
  user: User,
  since: string | undefined,
  look?: (rules: Ruleset) => void,
): Promise<string> {
  const expected = await user.pushRules()
  const end = performance.now() + user.client.access.timeoutMs
  let position = since
  let latest: Ruleset | undefined
  for (;;) {
    const left = end - performance.now()
    expect(left > 0, `Expected /sync to return the push rules of the list, found ${differenceOf(latest, expected)}`)
    const response = await user.sync(position, { timeoutMs: Math.ceil(Math.min(left, LONG_POLL_MS)) })
    position = response.next_batch
    for (const rules of allPushRulesIn(response)) look?.(rules)
    latest = pushRulesIn(response) ?? latest
    if (differenceOf(latest, expected) === undefined) return position
  }
}

/** Expects the rules of an event to be those of the list. */
export function expectSameRules(what: string, found: Ruleset, expected: Ruleset): void {
  const difference = differenceOf(found, expected)
  expect(difference === undefined, `Expected ${what} to have the rules of the list, found ${difference}`)
}

/** Describes the difference, for messages. A kind without rules may be an empty list or missing. */
function differenceOf(found: Ruleset | undefined, expected: Ruleset): string | undefined {
  if (found === undefined) return 'no m.push_rules'
  const kind = RULE_KINDS.find((name) => !isDeepStrictEqual(comparable(found[name]), comparable(expected[name])))
  return kind === undefined ? undefined : `the ${kind} rules ${quote(found[kind])}, not ${quote(expected[kind])}`
}

/**
 * Returns the fields of the rules of a kind in a fixed order: nothing says that they are listed by priority, and a
 * server may add fields in one place only. The rules may have any shape, because nothing else checks them.
 */
function comparable(rules: unknown): Record<string, unknown>[] {
  const list: unknown[] = Array.isArray(rules) ? rules : rules === undefined ? [] : [rules]
  return list.map(fieldsOf).sort((one, other) => (String(one.rule_id) < String(other.rule_id) ? -1 : 1))
}

function fieldsOf(rule: unknown): Record<keyof PushRule, unknown> {
  const { rule_id, default: isDefault, enabled, actions, conditions = [], pattern }: Partial<PushRule> = Object(rule)
  return { rule_id, default: isDefault, enabled, actions, conditions, pattern }
}
