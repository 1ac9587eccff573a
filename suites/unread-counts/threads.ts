import { type CaseDefinition, defineCase, type Scene } from '../harness/case/case.ts'
import { expectEqual } from '../harness/case/expect.ts'
import { beginAtZero, settledCounts } from '../harness/users/counting.ts'
import { inThread, relatedTo } from '../harness/users/relation.ts'
import { NOTHING_UNREAD } from '../harness/users/unread-counts.ts'

/** The counts of threads, for clients that ask for them, and of the room for those that do not. */
export const threads = [
  defineCase({
    id: 'unread-counts/threads-apart',
    title: 'A client that asks for threads gets the counts of each thread, and of the main timeline without them',
    verifies: ['counts.threads', 'counts.main-timeline'],
    caughtBy: ['counts.main-includes-threads', 'counts.threads-never-apart'],
    fairness:
      'Where the root of a thread belongs was said in two ways before v1.9, so both roots are read before anything is counted. Only the two threads are looked up; more in the list does no harm.',
    async run({ createScene }) {
      const scene = await createScene()
      const { alice, bob, room } = scene
      await alice.putRule('content', 'cake', { pattern: 'cake', actions: ['notify', { set_tweak: 'highlight' }] })
      const first = await bob.send(room, 'the root of a thread')
      const second = await bob.send(room, 'the root of another thread')
      await beginAtZero(scene)
      await bob.send(room, 'in no thread')
      await bob.send(room, inThread(first, 'there is tea'))
      await bob.send(room, inThread(first, 'there is cake'))
      await bob.send(room, inThread(second, 'there is milk'))
      await settledCounts(scene, 1)
      const { main, threads } = await alice.unreadCountsByThread(room)
      expectEqual('the counts of the first thread', threads[first], { notification_count: 2, highlight_count: 1 })
      expectEqual('the counts of the second thread', threads[second], { notification_count: 1, highlight_count: 0 })
      // The message in no thread, and the one that ended the counting, which has a highlight.
      expectEqual('the counts of the main timeline', main, { notification_count: 2, highlight_count: 1 })
    },
  }),

  defineCase({
    id: 'unread-counts/threads-on-request',
    title: 'A client that does not ask for threads gets one count of all events, and none of threads',
    verifies: ['counts.threads-on-request'],
    caughtBy: ['counts.threads-always-apart'],
    fairness:
      'The counts by thread are defined for a filter that asks for them, which is false by default. An empty list of threads passes as well as none.',
    async run({ createScene }) {
      const scene = await createScene()
      const { alice, bob, room } = scene
      await beginAtZero(scene)
      const root = await bob.send(room, 'the root of a thread')
      await bob.send(room, inThread(root, 'in the thread'))
      const { notification_count } = await settledCounts(scene)
      expectEqual('the notification count of the room', notification_count, 2)
      const joined = (await alice.sync()).rooms?.join?.[room]
      expectEqual('the counts of threads', joined?.unread_thread_notifications ?? {}, {})
    },
  }),

  counted({
    id: 'unread-counts/reaction-to-the-root',
    title: 'A reaction to the root of a thread is counted in the main timeline',
    verifies: ['counts.thread-root'],
    caughtBy: ['counts.relations-to-root-in-thread'],
    fairness:
      "Since v1.9 what relates to a root in another way than as a thread is in the main timeline in so many words; before, the case does not apply. A rule of the user's lets reactions notify.",
    async send({ alice, bob, room }, root) {
      await notifyOfReactions(alice)
      await bob.sendEvent(room, 'm.reaction', reactionTo(root))
    },
    inMain: 1,
    inThread: 1,
  }),

  counted({
    id: 'unread-counts/reaction-in-a-thread',
    title: 'A reaction to a message in a thread is counted in that thread',
    verifies: ['counts.thread-relations'],
    caughtBy: ['counts.relations-in-main'],
    fairness:
      "The text gives reactions as the reason why relations are followed, and this is two of the three that it encourages. A rule of the user's lets reactions notify, whatever the defaults say.",
    async send({ alice, bob, room }, _, reply) {
      await notifyOfReactions(alice)
      await bob.sendEvent(room, 'm.reaction', reactionTo(reply))
    },
    inMain: 0,
    inThread: 2,
  }),

  counted({
    id: 'unread-counts/edit-in-a-thread',
    title: 'An edit of a message in a thread is counted in that thread',
    verifies: ['counts.thread-relations'],
    caughtBy: ['counts.relations-in-main'],
    fairness:
      "The edit is an event of its own, and a rule of the user's lets it notify. It is two relations from the root, within the three that the text encourages.",
    async send({ alice, bob, room }, _, reply) {
      // Since v1.9 edits notify nobody unless a rule of the user's says so.
      const conditions = [{ kind: 'event_match', key: 'content.body', pattern: 'edited' }]
      await alice.putRule('override', 'edits', { conditions, actions: ['notify'] })
      const edit = { 'm.new_content': { msgtype: 'm.text', body: 'edited' } }
      await bob.send(room, { ...relatedTo(reply, 'm.replace', 'edited'), ...edit })
    },
    inMain: 0,
    inThread: 2,
  }),

  counted({
    id: 'unread-counts/three-relations-from-the-root',
    title: 'An event that is three relations away from the root of a thread is counted in that thread',
    verifies: ['counts.thread-relations'],
    caughtBy: ['counts.relations-in-main'],
    fairness:
      'The relation of the message in the thread to its root is counted as one of the three, so a target that counts up to three in another way goes further than this.',
    async send({ bob, room }, _, reply) {
      const nearer = await bob.send(room, relatedTo(reply, 'm.reference', 'two relations away'))
      await bob.send(room, relatedTo(nearer, 'm.reference', 'three relations away'))
    },
    inMain: 0,
    inThread: 3,
  }),
]

interface Variant extends Pick<CaseDefinition, 'id' | 'title' | 'verifies' | 'caughtBy' | 'fairness'> {
  /** Sends what relates to the root of a thread, or to the reply in it, both of which are sent already */
  send(scene: Scene, root: string, reply: string): Promise<void>
  /** How much is unread in the main timeline, without the root, which is read */
  inMain: number
  /** How much is unread in the thread, with the reply */
  inThread: number
}

/** A case about where an event is counted that relates to others. */
function counted({ send, inMain, inThread: expected, ...definition }: Variant) {
  return defineCase({
    ...definition,
    async run({ createScene }) {
      const scene = await createScene()
      const { alice, bob, room } = scene
      const root = await bob.send(room, 'the root')
      await beginAtZero(scene)
      const reply = await bob.send(room, inThread(root, 'in the thread'))
      await send(scene, root, reply)
      await settledCounts(scene)
      const { main, threads } = await alice.unreadCountsByThread(room)
      const { notification_count } = threads[root] ?? NOTHING_UNREAD
      expectEqual('the notification count of the thread', notification_count, expected)
      // The message that ended the counting is in the main timeline.
      expectEqual('the notification count of the main timeline', main.notification_count - 1, inMain)
    },
  })
}

/** Reactions notify nobody unless a rule of the user's says so. */
async function notifyOfReactions(alice: Scene['alice']): Promise<void> {
  const conditions = [{ kind: 'event_match', key: 'type', pattern: 'm.reaction' }]
  await alice.putRule('override', 'reactions', { conditions, actions: ['notify'] })
}

function reactionTo(eventId: string): Record<string, unknown> {
  return { 'm.relates_to': { rel_type: 'm.annotation', event_id: eventId, key: '👍' } }
}
