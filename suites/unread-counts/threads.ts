import { type CaseDefinition, defineCase, type Scene } from '../harness/case/case.ts'
import { expectEqual } from '../harness/case/expect.ts'
import { settledCounts, startAtZero } from '../harness/users/counting.ts'
import { inThread, relatedTo } from '../harness/users/relation.ts'
import { NOTHING_UNREAD, withoutThreads } from '../harness/users/unread-counts.ts'

/** Counts of threads for clients that ask for them, and of the whole room for those that do not. */
export const threads = [
  defineCase({
    id: 'unread-counts/separate-for-each-thread',
    title: 'A client that asks for threads gets the counts of each thread, and of the main timeline without them',
    verifies: ['unread-counts.threads', 'unread-counts.main-timeline'],
    caughtBy: ['unread-counts.main-includes-threads', 'unread-counts.threads-never-separate'],
    fairness:
      'Before v1.9 the specification placed the root of a thread in two ways, so both roots are read before anything is counted. Only the two threads are checked; others are ignored.',
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true })
      const { alice, bob, room } = scene
      await alice.putRule('content', 'cake', {
        pattern: 'cake',
        actions: ['notify', { set_tweak: 'highlight', value: true }],
      })
      const first = await bob.send(room, 'the root of a thread')
      const second = await bob.send(room, 'the root of another thread')
      await startAtZero(scene)
      await bob.send(room, 'in no thread')
      await bob.send(room, inThread(first, 'there is tea'))
      await bob.send(room, inThread(first, 'there is cake'))
      await bob.send(room, inThread(second, 'there is milk'))
      await settledCounts(scene, 1)
      const { main, threads } = await alice.unreadCountsByThread(room)
      expectEqual(
        'the counts of the main timeline and of the two threads',
        { main, first: threads[first], second: threads[second] },
        {
          // The message outside threads, and the one that ended the counting, which has a highlight
          main: { notification_count: 2, highlight_count: 1 },
          first: { notification_count: 2, highlight_count: 1 },
          second: { notification_count: 1, highlight_count: 0 },
        },
      )
    },
  }),

  defineCase({
    id: 'unread-counts/threads-on-request',
    title: 'A client that does not ask for threads gets one count of all events, and no counts of threads',
    verifies: ['unread-counts.threads-on-request'],
    caughtBy: ['unread-counts.threads-always-separate'],
    fairness:
      'The counts by thread are defined for a filter that asks for them, which is false by default. An empty list of threads also passes.',
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true })
      const { alice, bob, room } = scene
      await startAtZero(scene)
      const root = await bob.send(room, 'the root of a thread')
      await bob.send(room, inThread(root, 'in the thread'))
      const { notification_count } = await settledCounts(scene)
      expectEqual('the notification count of the room', notification_count, 2)
      const joined = (await alice.sync()).rooms?.join?.[room]
      expectEqual('the counts of threads', joined?.unread_thread_notifications ?? {}, {})
    },
  }),

  defineCase({
    id: 'unread-counts/highlight-in-thread',
    title:
      'A highlight in a thread is in the highlight count of the room, and of the thread if a client asks for threads',
    verifies: ['unread-counts.highlight', 'unread-counts.threads', 'unread-counts.main-timeline'],
    caughtBy: ['unread-counts.thread-highlights-lost', 'unread-counts.main-includes-threads'],
    fairness:
      'Without threads in the filter the count is that of the whole room. The root was read before, and the case waits until a later message is counted.',
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true })
      const { alice, bob, room } = scene
      await alice.putRule('content', 'cake', {
        pattern: 'cake',
        actions: ['notify', { set_tweak: 'highlight', value: true }],
      })
      const root = await bob.send(room, 'the root of a thread')
      await startAtZero(scene)
      await bob.send(room, inThread(root, 'there is cake'))
      const counts = await settledCounts(scene, 1)
      expectEqual('the counts of the room', counts, { notification_count: 1, highlight_count: 1 })
      const { main, threads } = await alice.unreadCountsByThread(room)
      // The message that ended the counting is in the main timeline, and has a highlight.
      expectEqual(
        'the highlight counts of the main timeline and of the thread',
        { main: main.highlight_count, thread: (threads[root] ?? NOTHING_UNREAD).highlight_count },
        { main: 1, thread: 1 },
        withoutThreads({ threads }),
      )
    },
  }),

  counted({
    id: 'unread-counts/reaction-to-thread-root',
    title: 'A reaction to the root of a thread is counted in the main timeline',
    verifies: ['unread-counts.thread-root'],
    caughtBy: ['unread-counts.relations-to-root-in-thread'],
    fairness:
      'Since v1.9 the specification says explicitly that other relations to a root than threads are in the main timeline; the case does not apply before that. A rule of the user lets reactions notify.',
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
    verifies: ['unread-counts.thread-relations'],
    caughtBy: ['unread-counts.relations-in-main'],
    fairness:
      'The specification gives reactions as the reason to follow relations, and this is two of the three relations that it recommends following. A rule of the user lets reactions notify, whatever the default rules say.',
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
    verifies: ['unread-counts.thread-relations'],
    caughtBy: ['unread-counts.relations-in-main'],
    fairness:
      'The edit is a separate event, and a rule of the user lets it notify. It is two relations from the root, within the three that the specification recommends following.',
    async send({ alice, bob, room }, _, reply) {
      // Since v1.9 edits do not notify unless a rule of the user says so.
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
    verifies: ['unread-counts.thread-relations'],
    caughtBy: ['unread-counts.relations-in-main'],
    fairness:
      'The relation of the message in the thread to its root counts as one of the three; a target that counts in another way reaches even further.',
    async send({ bob, room }, _, reply) {
      const nearer = await bob.send(room, relatedTo(reply, 'm.reference', 'two relations away'))
      await bob.send(room, relatedTo(nearer, 'm.reference', 'three relations away'))
    },
    inMain: 0,
    inThread: 3,
  }),
]

interface CountingCase extends Pick<CaseDefinition, 'id' | 'title' | 'verifies' | 'caughtBy' | 'fairness'> {
  /** Sends events that relate to the root of a thread, or to the reply in it; both are already sent */
  send(scene: Scene, root: string, reply: string): Promise<void>
  /** Number of unread events in the main timeline, without the root, which is read */
  inMain: number
  /** Number of unread events in the thread, including the reply */
  inThread: number
}

/** Defines a case about where an event with relations is counted. */
function counted({ send, inMain, inThread: expected, ...definition }: CountingCase) {
  return defineCase({
    ...definition,
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true })
      const { alice, bob, room } = scene
      const root = await bob.send(room, 'the root')
      await startAtZero(scene)
      const reply = await bob.send(room, inThread(root, 'in the thread'))
      await send(scene, root, reply)
      await settledCounts(scene)
      const { main, threads } = await alice.unreadCountsByThread(room)
      const { notification_count } = threads[root] ?? NOTHING_UNREAD
      // The message that ended the counting is in the main timeline.
      const found = { main: main.notification_count - 1, thread: notification_count }
      expectEqual(
        'the notification counts of the main timeline and of the thread',
        found,
        { main: inMain, thread: expected },
        withoutThreads({ threads }),
      )
    },
  })
}

/** Makes reactions notify, which they do not do unless a rule of the user says so. */
async function notifyOfReactions(alice: Scene['alice']): Promise<void> {
  const conditions = [{ kind: 'event_match', key: 'type', pattern: 'm.reaction' }]
  await alice.putRule('override', 'reactions', { conditions, actions: ['notify'] })
}

function reactionTo(eventId: string): Record<string, unknown> {
  return { 'm.relates_to': { rel_type: 'm.annotation', event_id: eventId, key: '👍' } }
}
