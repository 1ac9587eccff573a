import { atLeast } from '../../spec/index.ts'
import { MARKINGS, type Marking, RECEIPT_TYPES, type ReceiptType, USERS } from '../history.ts'
import type { SentMessage, Situation } from '../model/situation.ts'
import { person, type StepOf, stepKind } from './step-kind.ts'

type Read = StepOf<'read'>

/** Steps that send receipts. */
export const receiptSteps = [
  stepKind<Read>({
    do: 'read',
    weight: 14,
    draw(situation, choice) {
      const room = choice.of([...situation.rooms.keys()])
      if (room === undefined) return undefined
      const [first, ...others] = situation.usersWith(room, 'join')
      const user = first === undefined ? undefined : choice.mostlyFirst([first, ...others])
      const message = choice.of(situation.room(room).messages.slice(-6))
      if (user === undefined || message === undefined) return undefined
      const type = situation.hasThreads ? choice.among(RECEIPT_TYPES) : 'm.read'
      const threaded = choice.chance(40) && situation.hasThreads
      const thread = message.thread ?? 'main'
      const step: Read = { do: 'read', user, room, message: message.id, type, ...(threaded ? { thread } : {}) }
      return isPossible(situation, step) ? step : undefined
    },
    isPossible,
    apply(situation, { user, room, message, type, thread }) {
      const { position } = messageOf(situation, room, message)
      situation.room(room).receipts.push({ user, type, thread, position })
    },
    async perform(trial, step) {
      await trial.target.read(step)
      trial.apply(step)
      const { position } = messageOf(trial.situation, step.room, step.message)
      trial.receive(step, position)
    },
    describe({ user, room, message, type, thread }) {
      const receipt = type === 'm.read' ? 'a receipt' : 'a private receipt'
      const about = thread === undefined ? '' : thread === 'main' ? ', for the main timeline' : ', for its thread'
      return `${person(user)} sends ${receipt} for ${message} in ${room}${about}`
    },
  }),

  stepKind<StepOf<'mark'>>({
    do: 'mark',
    weight: 4,
    draw(situation, choice) {
      const room = choice.of([...situation.rooms.keys()])
      const [first, ...others] = room === undefined ? [] : situation.usersWith(room, 'join')
      const user = first === undefined ? undefined : choice.mostlyFirst([first, ...others])
      const message = room === undefined ? undefined : choice.of(situation.room(room).messages.slice(-6))
      if (room === undefined || user === undefined || message === undefined) return undefined
      const step: StepOf<'mark'> = { do: 'mark', user, room, message: message.id, how: choice.among(MARKINGS) }
      return canMark(situation, step) ? step : undefined
    },
    isPossible: canMark,
    apply(situation, { user, room, message: id, how }) {
      const { position } = messageOf(situation, room, id)
      const { markers, receipts } = situation.room(room)
      markers.set(user, { id, position })
      if (isReceipt(how)) receipts.push({ user, type: how, thread: undefined, position })
    },
    async perform(trial, step) {
      await trial.target.mark(step)
      trial.apply(step)
      trial.mark(step, messageOf(trial.situation, step.room, step.message).position)
    },
    describe({ user, room, message, how }) {
      const moves = `${person(user)} moves the read marker in ${room} to ${message}`
      if (how === 'alone') return moves
      return `${moves}, ${isReceipt(how) ? `with a ${how === 'm.read' ? '' : 'private '}receipt` : 'as a receipt'}`
    },
  }),
]

function isReceipt(how: Marking): how is ReceiptType {
  return how === 'm.read' || how === 'm.read.private'
}

/** Reports whether a user can move the read marker, so that there is no doubt about where it is, and what that reads. */
function canMark(situation: Situation, { user, room, message: id, how }: StepOf<'mark'>): boolean {
  if (how === 'as a receipt' && !situation.hasThreads) return false
  const message = situation.message(room, id)
  const type = isReceipt(how) ? how : 'm.read'
  if (message === undefined || !isPossible(situation, { do: 'read', user, room, message: id, type })) return false
  return message.position >= (situation.room(room).markers.get(user)?.position ?? 0)
}

/** Reports whether a user can send a receipt, so that there is no doubt about what it reads. */
function isPossible(situation: Situation, { user, room, message: id, type, thread }: Read): boolean {
  const message = situation.message(room, id)
  if (message === undefined || !USERS.includes(user) || situation.membership(room, user) !== 'join') return false
  if ((type === 'm.read.private' || thread !== undefined) && !situation.hasThreads) return false
  if (thread !== undefined && !isCertainlyIn(situation, message, thread)) return false
  const { messages, receipts, since } = situation.room(room)
  // The specification does not say what a receipt for an earlier event does, and sending an event is one too
  const own = messages.findLast(({ by }) => by === user)?.position ?? 0
  const before = receipts.filter((sent) => sent.user === user && sent.type === type && sent.thread === thread)
  const isEarlier = before.some(({ position }) => message.position < position)
  return message.position > Math.max(own, since.get(user) ?? 0) && !isEarlier
}

/** Reports whether a message belongs to a thread without doubt. */
function isCertainlyIn(situation: Situation, message: SentMessage, thread: string): boolean {
  if (message.thread !== undefined) return message.thread === thread
  const isRoot = situation.room(message.room).roots.has(message.id)
  return thread === 'main' && message.isPlain && (!isRoot || atLeast(situation.specVersion, 'v1.9'))
}

function messageOf(situation: Situation, room: Read['room'], id: string): SentMessage {
  const message = situation.message(room, id)
  if (message === undefined) throw new RangeError(`Expected a message of the history, found "${id}"`)
  return message
}
