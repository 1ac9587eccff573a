import { quote } from '../../../common/text.ts'
import type { Scene } from '../../harness/case/case.ts'
import type { MismatchDetails } from '../../harness/case/errors.ts'
import { expect } from '../../harness/case/expect.ts'
import { sounding, soundOf } from '../../harness/case/sound.ts'
import type { RuleBody } from '../../harness/users/requests.ts'
import type { User } from '../../harness/users/user.ts'
import { withStateOf } from '../../rules-api/helpers/deciding-rule.ts'

/** Scene of two users, in which a rule is tested. */
export type TwoUserScene = Omit<Scene, 'carol'>

/** Criterion of the rule under test: conditions of an override rule, or the pattern of a content rule. */
export type Criterion = Required<Pick<RuleBody, 'conditions'>> | Required<Pick<RuleBody, 'pattern'>>

/** Event that is sent to test a rule: its name in messages, and how it is sent. */
export interface Sample {
  name: string
  send(): Promise<string>
}

/** Events that the rule under test has to match, and others that it must not match. */
export interface Table<Item> {
  matched?: readonly Item[]
  unmatched?: readonly Item[]
}

/** Text of a message, or further properties of its content. */
export type Message = string | Record<string, unknown>

export interface MessageOptions {
  /** Type of the events; default: `m.room.message` */
  eventType?: string
  /** Sender of the events; default: Bob */
  sender?: User
}

const RULE = 'rule-under-test'

/** Returns a single event_match condition. */
export function eventMatch(key: string, pattern: string): Criterion {
  return { conditions: [{ kind: 'event_match', key, pattern }] }
}

/**
 * Makes every event notify that the rule under test does not match, so that the case can tell when the target has
 * processed it. Messages and encrypted events do not need this: the default rules push them.
 */
export async function notifyOfAnything({ alice }: TwoUserScene): Promise<void> {
  await alice.putRule('underride', 'anything-else', { conditions: [], actions: sounding('anything-else') })
}

/**
 * Puts a rule with `criterion`, sends the samples, and finds out for each whether the rule decided about it, which its
 * sound at the gateway shows. Deletes the rule once every sample has been pushed under one rule or another.
 *
 * @param mustMatch the number of samples, from the first, that the rule has to match
 * @param judge judges for each sample whether the rule decided; if it throws, the message also says whether the rule is
 *   there
 */
async function tryRule(
  { alice, pusher }: TwoUserScene,
  criterion: Criterion,
  samples: readonly Sample[],
  mustMatch: number,
  judge: (outcomes: boolean[]) => void,
): Promise<void> {
  const kind = kindOf(criterion)
  await alice.putRule(kind, RULE, { ...criterion, actions: sounding(RULE) })
  await withStateOf(alice, { kind, ruleId: RULE }, async () => {
    const sent = await sendAll(samples)
    const outcomes: boolean[] = []
    for (const [index, { name, eventId }] of sent.entries()) {
      const notifying =
        index < mustMatch ? `a rule with ${quote(criterion)} matches` : 'one rule or another notifies of'
      outcomes.push(soundOf(await pusher.expectPush(eventId, { because: `${notifying} ${name}` })) === RULE)
    }
    judge(outcomes)
  })
  await alice.deleteRule(kind, RULE)
}

/**
 * Expects the rule to match the samples that it has to match, and no others; the message names every exception.
 *
 * @param details what the mismatch shows besides its message, such as the requirement that the case builds on
 */
export async function expectSamples(
  scene: TwoUserScene,
  criterion: Criterion,
  { matched = [], unmatched = [] }: Table<Sample>,
  details?: MismatchDetails,
): Promise<void> {
  await tryRule(scene, criterion, [...matched, ...unmatched], matched.length, (outcomes) => {
    const missed = matched.filter((_, index) => outcomes[index] === false)
    const caught = unmatched.filter((_, index) => outcomes[matched.length + index] === true)
    const expected = [...missed.map(({ name }) => `match ${name}`), ...caught.map(({ name }) => `not match ${name}`)]
    const message = `Expected a rule with ${quote(criterion)} to ${expected.join(' and to ')}, found the opposite`
    expect(expected.length === 0, message, details)
  })
}

/** Does the same as `expectSamples` for messages, or for events of another type. */
export async function expectMatches(
  scene: TwoUserScene,
  criterion: Criterion,
  { matched = [], unmatched = [] }: Table<Message>,
  { details, ...options }: MessageOptions & { details?: MismatchDetails } = {},
): Promise<void> {
  const sampled = (message: Message) => sampleOf(scene, message, options)
  await expectSamples(scene, criterion, { matched: matched.map(sampled), unmatched: unmatched.map(sampled) }, details)
}

/** Rule of several: its criterion, and messages that it has to match and must not match. */
export interface Trial extends Table<Message> {
  criterion: Criterion
}

/**
 * Does the same as `expectMatches` for several rules, each with its own messages. Those that a rule has to match are sent
 * while it is alone. Those that it must not match are sent while all rules are there, so that one message can test several
 * of them: none of the rules may match any of these messages.
 */
export async function expectEachMatches(
  scene: TwoUserScene,
  trials: readonly Trial[],
  options: MessageOptions = {},
): Promise<void> {
  for (const { criterion, matched } of trials) {
    if (matched !== undefined) await expectMatches(scene, criterion, { matched }, options)
  }
  const tested = trials.filter(({ unmatched = [] }) => unmatched.length > 0)
  const messages = new Map(tested.flatMap(({ unmatched = [] }) => unmatched).map((one) => [quote(one), one]))
  const samples = [...messages.values()].map((message) => sampleOf(scene, message, options))
  await expectNoneMatches(
    scene,
    tested.map(({ criterion }) => criterion),
    samples,
  )
}

/** Rule about a property, with values that it has to match and must not match; `undefined` if the property is missing. */
export interface PropertyTrial extends Table<unknown> {
  /** Returns the criterion for a key */
  criterion(key: string): Criterion
}

/**
 * Does the same as `expectEachMatches` for rules about a property each, so that one message can have a value for every rule
 * that must not match.
 */
export async function expectPropertyMatches(scene: TwoUserScene, trials: readonly PropertyTrial[]): Promise<void> {
  const rules = trials.map(({ criterion, matched = [], unmatched = [] }, index) => {
    const name = `x${index + 1}`
    return { name, criterion: criterion(`content.${name}`), matched, unmatched }
  })
  for (const { name, criterion, matched } of rules) {
    const messages = matched.map((value) => withProperty(name, value))
    if (messages.length > 0) await expectMatches(scene, criterion, { matched: messages })
  }
  const tested = rules.filter(({ unmatched }) => unmatched.length > 0)
  const count = Math.max(0, ...tested.map(({ unmatched }) => unmatched.length))
  const samples = Array.from({ length: count }, (_, number) => {
    const properties = tested.map(({ name, unmatched }) => withProperty(name, unmatched[number % unmatched.length]))
    return sampleOf(scene, Object.assign({}, ...properties), {})
  })
  const criteria = tested.map(({ criterion }) => criterion)
  await expectNoneMatches(scene, criteria, samples)
}

function withProperty(name: string, value: unknown): Record<string, unknown> {
  return value === undefined ? {} : { [name]: value }
}

/** Expects none of several rules to match any of the samples, each of which has to be pushed under another rule. */
export async function expectNoneMatches(
  { alice, pusher }: TwoUserScene,
  criteria: readonly Criterion[],
  samples: readonly Sample[],
): Promise<void> {
  const rules = criteria.map((criterion, index) => ({ kind: kindOf(criterion), ruleId: `${RULE}-${index}`, criterion }))
  for (const { kind, ruleId, criterion } of rules) {
    await alice.putRule(kind, ruleId, { ...criterion, actions: sounding(ruleId) })
  }
  for (const { name, eventId } of await sendAll(samples)) {
    const sound = soundOf(await pusher.expectPush(eventId, { because: `one rule or another notifies of ${name}` }))
    const caught = rules.find(({ ruleId }) => ruleId === sound)
    const expected = `Expected a rule with ${quote(caught?.criterion)} to not match ${name}`
    expect(caught === undefined, `${expected}, found the opposite`)
  }
  for (const { kind, ruleId } of rules) await alice.deleteRule(kind, ruleId)
}

/** Sends samples at the same time, since the rules decide about each alone, and returns their event IDs. */
async function sendAll(samples: readonly Sample[]): Promise<{ name: string; eventId: string }[]> {
  return await Promise.all(samples.map(async ({ name, send }) => ({ name, eventId: await send() })))
}

function kindOf(criterion: Criterion): 'content' | 'override' {
  return 'pattern' in criterion ? 'content' : 'override'
}

/** Message that the rule matches in any case, so that its silence about others means something. */
export interface Control {
  message: Message
  /** Requirement that the target violates if the rule does not match it */
  requirement: string
}

/** Options of an observation. */
export interface ObservationOptions extends MessageOptions {
  /** Default: none, because no message is certain to match */
  control?: Control
}

/**
 * Returns for each of the messages whether the rule matches it, where the specification does not say.
 *
 * @throws {Mismatch} when the rule does not match the control, or a message is not pushed under any rule
 */
export async function observeMatches(
  scene: TwoUserScene,
  criterion: Criterion,
  messages: readonly Message[],
  { control, ...options }: ObservationOptions = {},
): Promise<boolean[]> {
  const samples = [...(control === undefined ? [] : [control.message]), ...messages].map((message) =>
    sampleOf(scene, message, options),
  )
  const certain = samples.length - messages.length
  let observed: boolean[] = []
  await tryRule(scene, criterion, samples, certain, (outcomes) => {
    const message = `Expected a rule with ${quote(criterion)} to match ${samples[0]?.name}, found the opposite`
    const details = { buildsOn: control === undefined ? [] : [control.requirement] }
    expect(
      outcomes.slice(0, certain).every((found) => found),
      message,
      details,
    )
    observed = outcomes.slice(certain)
  })
  return observed
}

function sampleOf(
  { bob, room }: TwoUserScene,
  message: Message,
  { eventType = 'm.room.message', sender = bob }: MessageOptions,
): Sample {
  const text = eventType === 'm.room.message' ? { msgtype: 'm.text', body: 'a message' } : {}
  const content = typeof message === 'string' ? { ...text, body: message } : { ...text, ...message }
  return { name: quote(message), send: () => sender.sendEvent(room, eventType, content) }
}
