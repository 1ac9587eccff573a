import { isDeepStrictEqual } from 'node:util'
import { RULE_KINDS, type Ruleset, type SyncResponse } from '../../spec/index.ts'
import { expect } from '../harness/expect.ts'
import { quote } from '../harness/quote.ts'
import type { User } from '../harness/user.ts'

/** The longest that one long-poll of `/sync` is asked to wait, in milliseconds. */
const LONG_POLL_MS = 2000

/** The rules in the event `m.push_rules` of an answer of `/sync`; `undefined` where it has none. */
export function pushRulesIn(answer: SyncResponse): Ruleset | undefined {
  const event = answer.account_data?.events?.findLast(({ type }) => type === 'm.push_rules')
  return event === undefined ? undefined : globalOf(event.content)
}

/** The ruleset in the content of the event; empty where there is none. */
export function globalOf(content: unknown): Ruleset {
  return (content as { global?: Ruleset }).global ?? {}
}

/** Waits until `/sync` has brought the push rules as the list has them, and gives the position after that. */
export async function expectToldOfRules(user: User, since: string): Promise<string> {
  const wanted = await user.pushRules()
  const end = performance.now() + user.client.access.patienceMs
  let position = since
  let told: Ruleset | undefined
  for (;;) {
    const left = end - performance.now()
    expect(left > 0, `Expected /sync to bring the push rules as the list has them, found ${differenceOf(told, wanted)}`)
    const answer = await user.sync(position, Math.ceil(Math.min(left, LONG_POLL_MS)))
    position = answer.next_batch
    told = pushRulesIn(answer) ?? told
    if (differenceOf(told, wanted) === undefined) return position
  }
}

/** The rules of an event have to be those of the list. */
export function expectSameRules(what: string, found: Ruleset, wanted: Ruleset): void {
  const difference = differenceOf(found, wanted)
  expect(difference === undefined, `Expected ${what} to have the rules of the list, found ${difference}`)
}

/** What is different, for messages. A kind without rules may be an empty list, or left out. */
function differenceOf(found: Ruleset | undefined, wanted: Ruleset): string | undefined {
  if (found === undefined) return 'no m.push_rules'
  const kind = RULE_KINDS.find((name) => !isDeepStrictEqual(found[name] ?? [], wanted[name] ?? []))
  return kind === undefined ? undefined : `the ${kind} rules ${quote(found[kind])}, not ${quote(wanted[kind])}`
}
