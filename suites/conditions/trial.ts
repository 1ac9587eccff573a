import type { Scene } from '../harness/case/case.ts'
import { expect } from '../harness/case/expect.ts'
import { sounding, soundOf } from '../harness/case/sound.ts'
import { quote } from '../harness/evidence/quote.ts'
import type { RuleBody, User } from '../harness/users/user.ts'

/** Who a trial needs. */
export type Stage = Omit<Scene, 'carol'>

/** What the rule under test looks for: an override rule with conditions, or a content rule with a pattern. */
export type Criterion = Required<Pick<RuleBody, 'conditions'>> | Required<Pick<RuleBody, 'pattern'>>

/** An event of a trial: how messages name it, and how it is sent. */
export interface Sample {
  name: string
  send(): Promise<string>
}

/** Events that the rule under test has to match, and others that it has to pass over. */
export interface Table<Item> {
  matched?: readonly Item[]
  passedOver?: readonly Item[]
}

/** A text, or what the content of a message has beside a text. */
export type Message = string | Record<string, unknown>

export interface MessageOptions {
  /** The type of the events, `m.room.message` unless another is given */
  eventType?: string
  /** Who sends them: Bob, unless it is somebody else */
  sender?: User
}

const RULE = 'rule-under-test'

/** An event_match condition alone. */
export function eventMatch(key: string, pattern: string): Criterion {
  return { conditions: [{ kind: 'event_match', key, pattern }] }
}

/**
 * Lets every event notify that the rule under test passes over, so that it is known when the target has dealt with it.
 * Messages and encrypted events need no such help: the default rules push them.
 */
export async function notifyOfAnything({ alice }: Stage): Promise<void> {
  await alice.putRule('underride', 'anything-else', { conditions: [], actions: sounding('anything-else') })
}

/**
 * Puts a rule that looks for `criterion`, sends the samples, and tells of each whether the rule decided about it: its
 * sound is a mark at the gateway. The rule is gone afterwards, when every sample has been pushed under one rule or another.
 */
export async function tryOut(
  { alice, pusher }: Stage,
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

/** The rule matches the samples that it has to match, and no others; the message names all that went otherwise. */
export async function expectSamples(
  scene: Stage,
  criterion: Criterion,
  { matched = [], passedOver = [] }: Table<Sample>,
): Promise<void> {
  const outcomes = await tryOut(scene, criterion, [...matched, ...passedOver])
  const missed = matched.filter((_, index) => outcomes[index] === false)
  const caught = passedOver.filter((_, index) => outcomes[matched.length + index] === true)
  const expected = [...missed.map(({ name }) => `match ${name}`), ...caught.map(({ name }) => `pass over ${name}`)]
  expect(
    expected.length === 0,
    `Expected a rule with ${quote(criterion)} to ${expected.join(' and to ')}, found the opposite`,
  )
}

/** The same for messages, or for events of another type. */
export async function expectMatches(
  scene: Stage,
  criterion: Criterion,
  { matched = [], passedOver = [] }: Table<Message>,
  options: MessageOptions = {},
): Promise<void> {
  const sampled = (message: Message) => sampleOf(scene, message, options)
  await expectSamples(scene, criterion, { matched: matched.map(sampled), passedOver: passedOver.map(sampled) })
}

/** Whether the rule matches each of the messages, where nothing says that it has to. */
export async function observe(
  scene: Stage,
  criterion: Criterion,
  messages: readonly Message[],
  options: MessageOptions = {},
): Promise<boolean[]> {
  return await tryOut(
    scene,
    criterion,
    messages.map((message) => sampleOf(scene, message, options)),
  )
}

function sampleOf(
  { bob, room }: Stage,
  message: Message,
  { eventType = 'm.room.message', sender = bob }: MessageOptions,
): Sample {
  const text = eventType === 'm.room.message' ? { msgtype: 'm.text', body: 'a message' } : {}
  const content = typeof message === 'string' ? { ...text, body: message } : { ...text, ...message }
  return { name: quote(message), send: () => sender.sendEvent(room, eventType, content) }
}
