import type { Scene } from '../harness/case/case.ts'
import { relatedTo } from '../harness/users/relation.ts'
import type { ReceiptOptions } from '../harness/users/requests.ts'
import { leavesUnread } from './helpers/leaves-unread.ts'

/** Event that is about the root of a thread without being in the thread. */
interface AboutRoot {
  id: string
  /** Noun phrase, for the title */
  what: string
  type: NonNullable<ReceiptOptions['type']>
  caughtBy: readonly string[]
  /** Reason why the event is in the main timeline */
  fairness: string
  /** Sends the event, and returns its ID */
  send(scene: Scene, root: string): Promise<string>
}

const RELATED =
  'Since v1.9 the specification places events that relate to a root in another way than as a thread in the main timeline; the case does not apply before that.'

const UNRELATED =
  'The event has no relation with a rel_type, and events outside threads are in the main timeline. Before v1.9 that was less clear, and the case does not apply.'

const REFUSED_IN_MAIN = ['receipts.related-to-root-refused-in-main', 'unread-counts.relations-to-root-in-thread']

const ABOUT_ROOT: readonly AboutRoot[] = [
  {
    id: 'reaction-to-root',
    what: 'A receipt with the thread_id main for a reaction to the root of a thread',
    type: 'm.read',
    caughtBy: REFUSED_IN_MAIN,
    fairness: RELATED,
    send: reactTo,
  },
  {
    id: 'private-for-reaction-to-root',
    what: 'A private receipt with the thread_id main for a reaction to the root of a thread',
    type: 'm.read.private',
    caughtBy: REFUSED_IN_MAIN,
    fairness: RELATED,
    send: reactTo,
  },
  {
    id: 'edit-of-root',
    what: 'A receipt with the thread_id main for an edit of the root of a thread',
    type: 'm.read',
    caughtBy: REFUSED_IN_MAIN,
    fairness: RELATED,
    send: ({ bob, room }, root) =>
      bob.send(room, {
        ...relatedTo(root, 'm.replace', '* edited'),
        'm.new_content': { msgtype: 'm.text', body: 'edited' },
      }),
  },
  {
    id: 'reference-to-root',
    what: 'A receipt with the thread_id main for a message that refers to the root of a thread',
    type: 'm.read',
    caughtBy: REFUSED_IN_MAIN,
    fairness: RELATED,
    send: ({ bob, room }, root) => bob.send(room, relatedTo(root, 'm.reference', 'a reference')),
  },
  {
    id: 'reply-to-root',
    what: 'A receipt with the thread_id main for a reply to the root of a thread that is not in the thread',
    type: 'm.read',
    caughtBy: ['unread-counts.replies-in-thread', 'receipts.main-ignored'],
    fairness: UNRELATED,
    send: ({ bob, room }, root) =>
      bob.send(room, { msgtype: 'm.text', body: 'a reply', 'm.relates_to': { 'm.in_reply_to': { event_id: root } } }),
  },
  {
    id: 'redaction-of-reaction-to-root',
    what: 'A receipt with the thread_id main for the redaction of a reaction to the root of a thread',
    type: 'm.read',
    caughtBy: ['receipts.main-ignored', 'receipts.main-marks-threads-read'],
    fairness: UNRELATED,
    async send(scene, root) {
      const path = { roomId: scene.room, eventId: await reactTo(scene, root), txnId: 'redaction' }
      const body = await scene.bob.client.ok('redactEvent', { path, body: {} })
      return (body as { event_id: string }).event_id
    },
  },
]

/** Receipts for events that are about the root of a thread and are in the main timeline all the same. */
export const relatedToRoot = ABOUT_ROOT.map(({ id, what, type, caughtBy, fairness, send }) =>
  leavesUnread({
    id: `receipts/${id}`,
    title: `${what} reads the main timeline up to it, and leaves the threads unread`,
    verifies: ['receipts.main-timeline', 'unread-counts.thread-root'],
    caughtBy,
    fairness,
    async read(scene, { first }) {
      const { alice, bob, room } = scene
      const about = await send(scene, first)
      await bob.send(room, 'in no thread, later')
      await alice.read(room, about, { type, threadId: 'main' })
    },
    // The last message outside threads
    unread: { main: 1, first: 1, second: 1 },
  }),
)

async function reactTo({ bob, room }: Scene, root: string): Promise<string> {
  const relation = { rel_type: 'm.annotation', event_id: root, key: '👍' }
  return await bob.sendEvent(room, 'm.reaction', { 'm.relates_to': relation })
}
