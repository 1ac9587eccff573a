import { quote } from '../../../common/text.ts'
import { type PushRule, RULE_KINDS, type RuleKind } from '../../../spec/index.ts'
import type { Scene } from '../../harness/case/case.ts'
import { Mismatch, type MismatchDetails } from '../../harness/case/errors.ts'
import { soundOf } from '../../harness/case/sound.ts'
import type { Push } from '../../harness/push-receiver/inbox.ts'
import type { User } from '../../harness/users/user.ts'

/** Rule of a user, by its place. */
export interface RulePlace {
  kind: RuleKind
  ruleId: string
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
  { kind, ruleId, sound }: DecidingRule,
  what: string,
  eventId: string,
): Promise<Push> {
  const rule = `the ${kind} rule ${quote(ruleId)}`
  return await withStateOf(alice, { kind, ruleId }, async () => {
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
 * @param until the event ID of the fence: a later event for the same pusher
 * @throws {Mismatch} when the event is pushed, or the fence is not
 */
export async function expectSilenced(
  { alice, pusher }: Pick<Scene, 'alice' | 'pusher'>,
  rule: RulePlace,
  eventId: string,
  { until }: { until: string },
): Promise<void> {
  await withStateOf(alice, rule, () => pusher.expectNoPush(eventId, { until }))
}

/** Runs work that depends on a rule. If it fails although the rule is missing or disabled, the message says so. */
export async function withStateOf<T>(user: User, rule: RulePlace, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Mismatch)) throw error
    const { cause, buildsOn = [] } = await defectOf(user, rule)
    if (cause === undefined) throw error
    const { details } = error
    throw new Mismatch(`${error.message}; ${cause}`, {
      ...details,
      ...(details.buildsOn === undefined && buildsOn.length === 0
        ? {}
        : { buildsOn: [...buildsOn, ...(details.buildsOn ?? [])] }),
    })
  }
}

/** Reason why a rule cannot decide, as far as the list shows it. */
interface Defect extends Pick<MismatchDetails, 'buildsOn'> {
  cause?: string
}

async function defectOf({ client }: User, { kind, ruleId }: RulePlace): Promise<Defect> {
  const { status, body } = await client.call('getPushRules')
  if (status !== 200) return {}
  const listed = (name: RuleKind) => ruleIn(body, name, ruleId)
  const rule = listed(kind)
  if (rule?.enabled === false) return { cause: 'the rule is disabled' }
  if (rule !== undefined) return {}
  const other = RULE_KINDS.find((name) => listed(name) !== undefined)
  const cause = other === undefined ? 'the rule is not listed' : `the rule is listed among the ${other} rules`
  return { cause, buildsOn: ['rules-api.put-creates'] }
}

/** Returns a rule from a list of any shape. */
function ruleIn(list: unknown, kind: RuleKind, ruleId: string): Partial<PushRule> | undefined {
  const rules: unknown = Object(Object(list).global)[kind]
  return Array.isArray(rules) ? rules.map(Object).find(({ rule_id }) => rule_id === ruleId) : undefined
}
