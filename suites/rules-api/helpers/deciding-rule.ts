import { quote } from '../../../common/text.ts'
import { type PushRule, RULE_KINDS, type RuleKind } from '../../../spec/index.ts'
import type { Scene } from '../../harness/case/case.ts'
import { Mismatch } from '../../harness/case/errors.ts'
import { soundOf } from '../../harness/case/sound.ts'
import type { Push } from '../../harness/push-receiver/inbox.ts'
import type { User } from '../../harness/users/user.ts'

/** Rule of a user, by its place. */
export interface RulePlace {
  kind: RuleKind
  ruleId: string
  /** Requirement that the target violates if the rule is disabled; default: a new rule is enabled */
  enabledBy?: string
}

/** Rule that has to decide about an event, with the sound that shows it. */
export interface DecidingRule extends RulePlace {
  sound: string
}

/**
 * Waits for the push of an event about which a rule has to decide. If it does not, the message says whether the rule is
 * missing or disabled.
 *
 * @param what the name of the event, for the message
 * @throws {Mismatch} when the push does not arrive, or has another sound than the rule sets
 */
export async function expectDecides(
  { alice, pusher }: Pick<Scene, 'alice' | 'pusher'>,
  { sound, ...place }: DecidingRule,
  what: string,
  eventId: string,
): Promise<Push> {
  const rule = nameOf(place)
  return await withStateOf(alice, place, async () => {
    const push = await pusher.expectPush(eventId, { because: `${rule} matches ${what}` })
    const found = soundOf(push)
    if (found === sound) return push
    throw new Mismatch(
      `Expected ${rule} to decide about ${what}, with the sound ${quote(sound)}, found ${found === undefined ? 'no sound' : `the sound ${quote(found)}`}`,
    )
  })
}

/**
 * Expects an event not to be pushed, because a rule silences it. If it is pushed, the message says whether the rule is
 * missing or disabled.
 *
 * @param what the name of the event, for the message
 * @param until the event ID of the fence: a later event for the same pusher
 * @throws {Mismatch} when the event is pushed, or the fence is not
 */
export async function expectSilenced(
  { alice, pusher }: Pick<Scene, 'alice' | 'pusher'>,
  rule: RulePlace,
  what: string,
  eventId: string,
  { until }: { until: string },
): Promise<void> {
  const because = `${nameOf(rule)}, which does not notify, decides about ${what}`
  await withStateOf(alice, rule, () => pusher.expectNoPush(eventId, { until, because }))
}

function nameOf({ kind, ruleId }: RulePlace): string {
  return `the ${kind} rule ${quote(ruleId)}`
}

/** Runs work that depends on a rule. If it fails although the rule is missing or disabled, the message says so. */
export async function withStateOf<T>(user: User, rule: RulePlace, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Mismatch)) throw error
    const defect = await defectOf(user, rule)
    if (defect === undefined) throw error
    const { message, details } = error
    throw new Mismatch(`${message}; ${defect.what}`, {
      ...details,
      buildsOn: [defect.violates, ...(details.buildsOn ?? [])],
    })
  }
}

/** Reason why a rule cannot decide, as far as the list shows it. */
interface Defect {
  /** Sentence without a capital, for messages */
  what: string
  /** Requirement that the target violates */
  violates: string
}

async function defectOf(
  { client }: User,
  { kind, ruleId, enabledBy = 'rule-order.enabled-initially' }: RulePlace,
): Promise<Defect | undefined> {
  const { status, body } = await client.call('getPushRules')
  if (status !== 200) return undefined
  const listed = (name: RuleKind) => ruleIn(body, name, ruleId)
  const rule = listed(kind)
  if (rule?.enabled === false) return { what: 'the rule is disabled', violates: enabledBy }
  if (rule !== undefined) return undefined
  const other = RULE_KINDS.find((name) => listed(name) !== undefined)
  const what = other === undefined ? 'the rule is not listed' : `the rule is listed among the ${other} rules`
  return { what, violates: 'rules-api.put-creates' }
}

/** Returns a rule from a list of any shape. */
function ruleIn(list: unknown, kind: RuleKind, ruleId: string): Partial<PushRule> | undefined {
  const rules: unknown = Object(Object(list).global)[kind]
  return Array.isArray(rules) ? rules.map(Object).find(({ rule_id }) => rule_id === ruleId) : undefined
}
