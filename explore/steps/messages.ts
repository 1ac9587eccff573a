import { atLeast } from '../../spec/index.ts'
import { MESSAGE_KINDS, type Message, type RoomName, USERS, type UserName, WORDS } from '../history.ts'
import type { SentMessage, Situation } from '../model/situation.ts'
import type { Choice } from './choice.ts'
import { person, type StepOf, stepKind } from './step-kind.ts'

/** Kinds of messages that relate to another one. */
const RELATED: readonly Message['kind'][] = ['edit', 'reaction', 'reply', 'thread']

/** Kinds of messages that mention a user, or contain a name. */
const NAMING: readonly Message['kind'][] = ['display-name', 'localpart', 'user-mention']

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
  if (['user-mention', 'room-mention'].includes(message.kind) && !situation.hasMentions) return false
  if (!RELATED.includes(message.kind)) return true
  const about = message.about === undefined ? undefined : situation.message(room, message.about)
  return about !== undefined && canRelate(situation, message.kind, about, by)
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
  if (kind === 'edit' && (about.by !== by || !isPlain)) return false
  if (thread !== undefined || (kind !== 'thread' && roots.has(id))) return false
  // Before v1.9 it is not certain to which thread a root belongs
  return kind === 'thread' ? isPlain && atLeast(situation.specVersion, 'v1.9') : true
}

function drawMessage(situation: Situation, choice: Choice, room: RoomName, by: UserName): Message | undefined {
  const kind = choice.chance(hasRules(situation) ? 50 : 15)
    ? 'word'
    : choice.among<Message['kind']>(['plain', ...MESSAGE_KINDS])
  if (kind === 'word') return { kind, word: choice.mostlyFirst(WORDS) }
  if (NAMING.includes(kind)) {
    const whom = choice.of(USERS.filter((user) => user !== by))
    return whom === undefined ? undefined : { kind, whom }
  }
  if (!RELATED.includes(kind)) return { kind }
  const { messages } = situation.room(room)
  const about = choice.of(messages.filter((message) => canRelate(situation, kind, message, by)))
  return about === undefined ? undefined : { kind, about: about.id }
}

function hasRules(situation: Situation): boolean {
  return [...situation.users.values()].some(({ rules }) => Object.values(rules).some((ofKind) => ofKind.rules.size > 0))
}

function described({ kind, word, whom, about }: Message): string {
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
    default:
      return `${kind === 'emote' ? 'an' : 'a'} ${kind}`
  }
}
