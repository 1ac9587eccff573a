import type { Scene } from '../../harness/case/case.ts'
import { expect } from '../../harness/case/expect.ts'
import { sounding, soundOf } from '../../harness/case/sound.ts'
import { quote } from '../../../common/text.ts'
import type { RuleBody } from '../../harness/users/requests.ts'
import type { User } from '../../harness/users/user.ts'

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
 * Puts a rule with `criterion`, sends the samples, and returns for each whether the rule decided about it, which its
 * sound at the gateway shows. Deletes the rule once every sample has been pushed under one rule or another.
 */
export async function tryRule(
  { alice, pusher }: TwoUserScene,
  criterion: Criterion,
  samples: readonly Sample[],
): Promise<boolean[]> {
  const kind = 'pattern' in criterion ? 'content' : 'override'
  await alice.putRule(kind, RULE, { ...criterion, actions: sounding(RULE) })
  const sent: string[] = []
  for (const { send } of samples) sent.push(await send())
  const outcomes: boolean[] = []
  for (const eventId of sent) outcomes.push(soundOf(await pusher.expectPush(eventId)) === RULE)
  await alice.deleteRule(kind, RULE)
  return outcomes
}

/** Expects the rule to match the samples that it has to match, and no others; the message names every exception. */
export async function expectSamples(
  scene: TwoUserScene,
  criterion: Criterion,
  { matched = [], unmatched = [] }: Table<Sample>,
): Promise<void> {
  const outcomes = await tryRule(scene, criterion, [...matched, ...unmatched])
  const missed = matched.filter((_, index) => outcomes[index] === false)
  const caught = unmatched.filter((_, index) => outcomes[matched.length + index] === true)
  const expected = [...missed.map(({ name }) => `match ${name}`), ...caught.map(({ name }) => `not match ${name}`)]
  expect(
    expected.length === 0,
    `Expected a rule with ${quote(criterion)} to ${expected.join(' and to ')}, found the opposite`,
  )
}

/** Does the same as `expectSamples` for messages, or for events of another type. */
export async function expectMatches(
  scene: TwoUserScene,
  criterion: Criterion,
  { matched = [], unmatched = [] }: Table<Message>,
  options: MessageOptions = {},
): Promise<void> {
  const sampled = (message: Message) => sampleOf(scene, message, options)
  await expectSamples(scene, criterion, { matched: matched.map(sampled), unmatched: unmatched.map(sampled) })
}

/** Returns for each of the messages whether the rule matches it, where the specification does not say. */
export async function observeMatches(
  scene: TwoUserScene,
  criterion: Criterion,
  messages: readonly Message[],
  options: MessageOptions = {},
): Promise<boolean[]> {
  return await tryRule(
    scene,
    criterion,
    messages.map((message) => sampleOf(scene, message, options)),
  )
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
