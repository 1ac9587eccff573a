import { quote } from '../../common/text.ts'
import { atLeast } from '../../spec/index.ts'
import {
  type Matcher,
  MESSAGE_KINDS,
  type Message,
  NAME_NUMBERS,
  type RoomName,
  USERS,
  type UserName,
  WORDS,
} from '../history.ts'
import { type ProbeName, probeNamed, probesFor } from '../model/probes.ts'
import type { SentMessage, Situation } from '../model/situation.ts'
import type { Choice } from './choice.ts'
import { person, type StepOf, stepKind } from './step-kind.ts'

/** Kinds of messages that relate to another one. */
const RELATED: readonly Message['kind'][] = ['edit', 'edit-mention', 'reaction', 'reply', 'thread']

/** Kinds of messages that mention a user, or contain a name. */
const NAMING: readonly Message['kind'][] = [
  'display-name',
  'localpart',
  'user-mention',
  'name-elsewhere',
  'notice-mention',
  'edit-mention',
]

/** Kinds of messages that mention somebody as data. */
const MENTIONING: readonly Message['kind'][] = ['user-mention', 'room-mention', 'notice-mention', 'edit-mention']

type Send = StepOf<'send'>

/** Steps that send messages. */
export const messageSteps = [
  stepKind<Send>({
    do: 'send',
    weight: 42,
    draw(situation, choice, id) {
      const room = choice.of([...situation.rooms.keys()])
      const by = room === undefined ? undefined : drawSender(situation, choice, room)
      if (room === undefined || by === undefined) return undefined
      const message = drawMessage(situation, choice, room, by)
      const step: Send | undefined = message && { do: 'send', id, room, by, message }
      return step !== undefined && isPossible(situation, step) ? step : undefined
    },
    isPossible,
    apply(situation, { id, room, by, message }) {
      const { messages, roots } = situation.room(room)
      const about = message.about === undefined ? undefined : situation.message(room, message.about)
      const thread = message.kind === 'thread' ? message.about : undefined
      if (thread !== undefined) roots.add(thread)
      else if (about !== undefined) about.isPlain = false
      messages.push({
        id,
        room,
        by,
        position: situation.nextPosition(),
        isPlain: !RELATED.includes(message.kind) && !['encrypted', 'call'].includes(message.kind),
        ...(thread === undefined ? {} : { thread }),
      })
    },
    async perform(trial, step) {
      await trial.sendMessage(step)
    },
    describe: ({ id, room, by, message }) => `${person(by)} sends ${described(message)} to ${room} (${id})`,
  }),
]

function isPossible(situation: Situation, { id, room, by, message }: Send): boolean {
  if (situation.membership(room, by) !== 'join' || situation.message(room, id) !== undefined) return false
  if (MENTIONING.includes(message.kind) && !situation.hasMentions) return false
  const { probe, number = 0 } = message
  if (message.kind === 'probe' && !isProbe(situation, probe, number)) return false
  if (!RELATED.includes(message.kind)) return true
  const about = message.about === undefined ? undefined : situation.message(room, message.about)
  return about !== undefined && canRelate(situation, message.kind, about, by)
}

function isProbe({ specVersion }: Situation, probe: ProbeName | undefined, number: number): boolean {
  if (probe === undefined || !atLeast(specVersion, probeNamed(probe).since)) return false
  return number < probeNamed(probe).contents.length
}

/** Draws the sender: mostly not the first user, who reads everything by sending, and has most of the rules. */
function drawSender(situation: Situation, choice: Choice, room: RoomName): UserName | undefined {
  const joined = situation.usersWith(room, 'join')
  const others = joined.filter((user) => user !== USERS[0])
  return choice.of(others.length > 0 && choice.chance(80) ? others : joined)
}

/** Reports whether a message can relate to another one without any doubt about the thread that it belongs to. */
function canRelate(situation: Situation, kind: Message['kind'], about: SentMessage, by: UserName): boolean {
  const { id, room, isPlain, thread } = about
  const { roots } = situation.room(room)
  if (['edit', 'edit-mention'].includes(kind) && (about.by !== by || !isPlain)) return false
  if (thread !== undefined || (kind !== 'thread' && roots.has(id))) return false
  // Before v1.9 it is not certain to which thread a root belongs
  return kind === 'thread' ? isPlain && atLeast(situation.specVersion, 'v1.9') : true
}

function drawMessage(situation: Situation, choice: Choice, room: RoomName, by: UserName): Message | undefined {
  const telling = choice.chance(TELLING) ? drawTelling(situation, room, by, choice) : undefined
  if (telling !== undefined && !RELATED.includes(telling.kind)) return telling
  const kind = telling?.kind ?? choice.among<Message['kind']>(['plain', 'word', 'probe', ...MESSAGE_KINDS])
  if (kind === 'word') return { kind, word: choice.mostlyFirst(WORDS) }
  if (kind === 'probe') return drawProbe(choice.of(probesFor(situation.specVersion, { patternsOnly: false })), choice)
  const whom = NAMING.includes(kind) ? choice.of(USERS.filter((user) => user !== by)) : undefined
  const isOtherName = kind === 'display-name' && choice.chance(OTHER_NAMES)
  const number = isOtherName ? { number: choice.among(NAME_NUMBERS) } : {}
  const named = whom === undefined ? { kind } : { kind, whom, ...number }
  if (!RELATED.includes(kind)) return named
  const { messages } = situation.room(room)
  const about = choice.of(messages.filter((message) => canRelate(situation, kind, message, by)))
  return about === undefined ? undefined : { ...named, about: about.id }
}

/** Share of messages with a display name that need not be the present one, in percent. */
const OTHER_NAMES = 40

/** Share of messages that a rule of somebody in the room is about, in percent. */
const TELLING = 70

/** Share of those that are about a rule that changed, in percent. */
const ABOUT_CHANGES = 50

/** Share of the others that are about a rule with a probe, in percent: each has many messages that it tells apart. */
const ABOUT_PROBES = 50

/** Draws a message that a rule of somebody in the room is about: often one that has changed, or was deleted. */
function drawTelling(situation: Situation, room: RoomName, by: UserName, choice: Choice): Message | undefined {
  const others = situation.usersWith(room, 'join').filter((user) => user !== by)
  const changed = others.flatMap((user) => situation.user(user).changed.map((subject) => ({ user, subject })))
  const latest = choice.chance(ABOUT_CHANGES) ? choice.of(changed) : undefined
  const { matcher: about, defaultRule } = latest?.subject ?? {}
  if (latest !== undefined && defaultRule !== undefined) return messageFor(defaultRule, latest.user)
  const matchers = others.flatMap((user) =>
    Object.values(situation.user(user).rules).flatMap(({ rules }) => [...rules.values()].map(({ matcher }) => matcher)),
  )
  const probing = choice.chance(ABOUT_PROBES) ? matchers.filter(({ probe }) => probe !== undefined) : []
  const matcher = about ?? choice.of(probing.length > 0 ? probing : matchers)
  return matcher && tellingMessage(matcher, by, choice)
}

/** Returns a message that a server-default rule matches; undefined for a rule that is about other events. */
function messageFor(defaultRule: string, whom: UserName): Message | undefined {
  switch (defaultRule) {
    case '.m.rule.suppress_notices':
      return { kind: 'notice' }
    case '.m.rule.is_user_mention':
      return { kind: 'user-mention', whom }
    case '.m.rule.contains_display_name':
      return { kind: 'display-name', whom }
    case '.m.rule.is_room_mention':
      return { kind: 'room-mention' }
    case '.m.rule.encrypted':
      return { kind: 'encrypted' }
    case '.m.rule.call':
      return { kind: 'call' }
    case '.m.rule.reaction':
      return { kind: 'reaction' }
    case '.m.rule.suppress_edits':
      return { kind: 'edit' }
    case '.m.rule.master':
    case '.m.rule.message':
    case '.m.rule.room_one_to_one':
      return { kind: 'plain' }
    default:
      return undefined
  }
}

/** Draws a message that a rule matches or nearly matches; undefined for a rule that is about no particular message. */
function tellingMessage({ kind, word, probe }: Matcher, by: UserName, choice: Choice): Message | undefined {
  switch (kind) {
    case 'notice':
      return { kind }
    case 'reaction':
      return { kind }
    case 'name':
      return { kind: 'display-name', whom: choice.of(USERS.filter((user) => user !== by)) ?? by }
    case 'anything':
      return { kind: 'plain' }
    case 'room name':
    case 'departure':
      return undefined
    default:
      return probe === undefined ? word && { kind: 'word', word } : drawProbe(probe, choice)
  }
}

/** Draws one message after the other of those that a rule tells apart, by somebody whom its user hears. */
export function drawTellingMessages(
  situation: Situation,
  choice: Choice,
  { user, matcher }: Pick<StepOf<'put-rule'>, 'user' | 'matcher'>,
): Omit<Send, 'id'>[] {
  const senders = situation
    .roomsWith(user, 'join')
    .flatMap((room) => situation.usersWith(room, 'join').flatMap((by) => (by === user ? [] : [{ room, by }])))
  const ofRule = senders.filter(({ room, by }) => room === (matcher.room ?? room) && by === (matcher.sender ?? by))
  const sender = choice.of(ofRule)
  return sender === undefined
    ? []
    : messagesAbout(matcher, user).map((message) => ({ do: 'send', ...sender, message }) as const)
}

function messagesAbout({ kind, word, probe, room, sender }: Matcher, user: UserName): Message[] {
  if (probe !== undefined)
    return probeNamed(probe).contents.map((_, number) => ({ kind: 'probe', probe, number }) as const)
  if (kind === 'name') {
    const names = NAME_NUMBERS.map((number) => ({ kind: 'display-name', whom: user, number }) as const)
    return [...names, { kind: 'name-elsewhere', whom: user }]
  }
  if (word !== undefined) return [{ kind: 'word', word }, { kind: 'plain' }]
  return room !== undefined || sender !== undefined || kind === 'anything' ? [{ kind: 'plain' }] : []
}

function drawProbe(probe: ProbeName | undefined, choice: Choice): Message | undefined {
  if (probe === undefined) return undefined
  const number = choice.of(probeNamed(probe).contents.map((_, index) => index))
  return number === undefined ? undefined : { kind: 'probe', probe, number }
}

function described({ kind, word, whom, about, probe, number = 0 }: Message): string {
  switch (kind) {
    case 'plain':
      return 'a message'
    case 'word':
      return `a message with the word "${word}"`
    case 'display-name':
      return `a message with the display name of ${person(whom ?? '')}`
    case 'localpart':
      return `a message with the localpart of ${person(whom ?? '')}`
    case 'at-room':
      return 'a message with @room'
    case 'user-mention':
      return `a message that mentions ${person(whom ?? '')}`
    case 'room-mention':
      return 'a message that mentions the room'
    case 'encrypted':
      return 'an encrypted message'
    case 'call':
      return 'an invitation to a call'
    case 'edit':
      return `an edit of ${about}`
    case 'reaction':
      return `a reaction to ${about}`
    case 'reply':
      return `a reply to ${about}`
    case 'thread':
      return `a message in the thread of ${about}`
    case 'name-elsewhere':
      return `a message with the display name of ${person(whom ?? '')} outside of its body`
    case 'notice-mention':
      return `a notice that mentions ${person(whom ?? '')}`
    case 'edit-mention':
      return `an edit of ${about} that mentions ${person(whom ?? '')}`
    case 'probe':
      return `a message with ${probe === undefined ? 'nothing' : quote(probeNamed(probe).contents[number])}`
    default:
      return `${kind === 'emote' ? 'an' : 'a'} ${kind}`
  }
}
