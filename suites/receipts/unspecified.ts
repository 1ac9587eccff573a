import { type CaseDefinition, defineCase } from '../harness/case/case.ts'
import { settledCounts, startAtZero } from '../harness/users/counting.ts'
import { inThread } from '../harness/users/relation.ts'
import { expectReceiptOf, receiptsIn } from './helpers/synced-receipts.ts'

/** Behaviour that the specification leaves to the server. */
export const unspecified = [
  defineCase({
    id: 'receipts/backwards',
    title: 'The effect of a receipt for an earlier event than that of the previous receipt',
    verifies: ['receipts.backwards'],
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true })
      const { alice, bob, room } = scene
      await startAtZero(scene)
      const first = await bob.send(room, 'one')
      const second = await bob.send(room, 'two')
      await alice.read(room, second)
      await expectReceiptOf(alice, { by: bob, roomId: room, eventId: second })
      const response = await alice.tryRead(room, first, 'm.read')
      const { notification_count } = await settledCounts(scene)
      const shown = receiptsIn(await bob.sync(), room).filter(({ userId }) => userId === alice.userId)
      const places = [
        ...(shown.some(({ eventId }) => eventId === first) ? ['the earlier event'] : []),
        ...(shown.some(({ eventId }) => eventId === second) ? ['the later event'] : []),
      ]
      const place = places.join(' and ') || 'neither event'
      return `The target responds with ${response.status}, shows others the receipt for ${place}, and counts ${notification_count} unread`
    },
  }),

  defineCase({
    id: 'receipts/root-in-its-thread',
    title: 'How the target treats a receipt for the root of a thread with the thread_id of that thread',
    verifies: ['receipts.root-in-its-thread'],
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true })
      const { alice, bob, room } = scene
      await startAtZero(scene)
      const root = await bob.send(room, 'the root of a thread')
      await bob.send(room, inThread(root, 'in the thread'))
      const { status } = await alice.tryRead(room, root, 'm.read', { thread_id: root })
      const { notification_count } = await settledCounts(scene)
      return `The target responds with ${status}, and leaves ${notification_count} of the root and a message in the thread unread`
    },
  }),

  defineCase({
    id: 'receipts/reaction-to-root-in-its-thread',
    title: 'How the target treats a receipt for a reaction to the root of a thread with the thread_id of that thread',
    verifies: ['receipts.root-in-its-thread'],
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true })
      const { alice, bob, room } = scene
      await startAtZero(scene)
      const root = await bob.send(room, 'the root of a thread')
      await bob.send(room, inThread(root, 'in the thread'))
      const relation = { rel_type: 'm.annotation', event_id: root, key: '👍' }
      const reaction = await bob.sendEvent(room, 'm.reaction', { 'm.relates_to': relation })
      const { status } = await alice.tryRead(room, reaction, 'm.read', { thread_id: root })
      const { notification_count } = await settledCounts(scene)
      return `The target responds with ${status}, and leaves ${notification_count} of the root and a message in the thread unread`
    },
  }),

  sameEvent({
    id: 'receipts/unthreaded-shown-after-main',
    title: "How others see a user's receipt for the main timeline and a later one without a thread for the same event",
    threads: ['main', undefined],
  }),

  sameEvent({
    id: 'receipts/main-shown-after-unthreaded',
    title: "How others see a user's receipt without a thread and a later one for the main timeline for the same event",
    threads: [undefined, 'main'],
  }),

  defineCase({
    id: 'receipts/unknown-type',
    title: 'How the target responds to a receipt of an unknown type',
    verifies: ['receipts.unknown-type'],
    async run({ sharedScene }) {
      const { alice, bob, room } = await sharedScene({ read: true })
      const response = await alice.tryRead(room, await bob.send(room, 'a message'), 'org.plexor.seen')
      return `The target responds with ${response.status}`
    },
  }),

  defineCase({
    id: 'receipts/unknown-event',
    title: 'How the target responds to a receipt for an event that is not in the room',
    verifies: ['receipts.unknown-event'],
    async run({ sharedScene }) {
      const { alice, room } = await sharedScene({ read: true })
      const response = await alice.tryRead(room, '$no-such-event', 'm.read')
      return `The target responds with ${response.status}`
    },
  }),

  defineCase({
    id: 'receipts/private-in-own-sync',
    title: 'Whether the user who sent a private receipt finds it in /sync',
    verifies: ['receipts.private-in-own-sync'],
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true })
      const { alice, bob, room } = scene
      await startAtZero(scene)
      await alice.read(room, await bob.send(room, 'a message'), { type: 'm.read.private' })
      await settledCounts(scene)
      const receipts = receiptsIn(await alice.sync(), room)
      const found = receipts.some(({ type, userId }) => type === 'm.read.private' && userId === alice.userId)
      return found ? 'The user finds the receipt' : 'The user does not find the receipt'
    },
  }),
]

interface SameEventCase extends Pick<CaseDefinition, 'id' | 'title'> {
  /** Threads of the two receipts, in the order in which they are sent; undefined for none */
  threads: readonly ('main' | undefined)[]
}

/**
 * Defines a case about two receipts of one user for one event. An `m.receipt` event has room for one of them, so a target
 * needs two such events to show both.
 */
function sameEvent({ threads, ...definition }: SameEventCase) {
  return defineCase({
    ...definition,
    verifies: ['receipts.same-event'],
    async run({ sharedScene }) {
      const { alice, bob, carol, room } = await sharedScene({ read: true, group: true })
      const message = await bob.send(room, 'a message')
      for (const threadId of threads) await alice.read(room, message, threadId === undefined ? {} : { threadId })
      // Others see Alice's receipts before Carol's, unless the target shows receipts late.
      await carol.read(room, message)
      await expectReceiptOf(carol, { by: bob, roomId: room, eventId: message })
      await expectReceiptOf(alice, { by: bob, roomId: room, eventId: message })
      const ofAlice = receiptsIn(await bob.sync(), room).filter(({ userId, eventId }) => {
        return userId === alice.userId && eventId === message
      })
      const shown = ofAlice.map(({ threadId }) => (threadId === undefined ? 'without a thread' : `for ${threadId}`))
      return `Others see the receipt ${[...new Set(shown)].sort().join(' and the one ')}`
    },
  })
}
