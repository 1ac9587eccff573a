import { quote } from '../../common/text.ts'
import type { SyncResponse } from '../../spec/index.ts'
import { defineCase } from '../harness/case/case.ts'
import { expectEqual } from '../harness/case/expect.ts'
import { readAll, startAtZero } from '../harness/users/counting.ts'
import { countsOf } from '../harness/users/unread-counts.ts'

/** Unread counts in the responses of /sync. */
export const inSync = [
  defineCase({
    id: 'unread-counts/same-response-as-event',
    title: 'The /sync response with a new message has a count that includes it',
    verifies: ['unread-counts.same-sync-response'],
    caughtBy: ['unread-counts.one-sync-late'],
    fairness:
      'Since v1.7 the specification does not allow a later response: the response with the message has its count. Each message is sent after the previous one was confirmed.',
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true })
      const { alice, bob, room } = scene
      await startAtZero(scene)
      let since = (await alice.sync()).next_batch
      for (const expected of [1, 2, 3]) {
        const body = `message ${expected}`
        // The request starts before the message is sent, as with an active client.
        const arrival = alice.expectInSync(
          body,
          (response) => (hasMessage(response, room, body) ? response : undefined),
          since,
        )
        const [response] = await Promise.all([arrival, bob.send(room, body)])
        expectEqual(
          `the notification count that came with ${body}`,
          countsOf(response, room)?.notification_count,
          expected,
        )
        since = response.next_batch
      }
    },
  }),

  ...(['m.read', 'm.read.private'] as const).map((type) =>
    defineCase({
      id:
        type === 'm.read' ? 'unread-counts/updated-in-later-responses' : 'unread-counts/updated-after-private-reading',
      title: `A client that continues with /sync receives the counts as they rise, and as they fall after ${type === 'm.read' ? 'reading' : 'reading with a private receipt'}`,
      verifies: ['unread-counts.in-sync', type === 'm.read' ? 'receipts.marks-read' : 'receipts.private-marks-read'],
      caughtBy: [
        'unread-counts.always-zero',
        'unread-counts.missing',
        ...(type === 'm.read' ? [] : ['unread-counts.changed-alone-not-reported']),
      ],
      fairness: `Any later response may report the change, whether it contains the receipt or not. A zero may be reported by omitting the counts.`,
      async run({ sharedScene }) {
        const scene = await sharedScene({ read: true })
        const { alice, bob, room } = scene
        await startAtZero(scene)
        const { next_batch } = await alice.sync()
        const message = await bob.send(room, 'one')
        const risen = await alice.expectInSync(
          'a notification count of 1',
          (response) => (countsOf(response, room)?.notification_count === 1 ? response : undefined),
          next_batch,
          { found: (response) => otherCounts(response, room) },
        )
        await alice.read(room, message, { type })
        await alice.expectInSync(
          'a notification count of 0 after reading',
          (response) => (countsOf(response, room)?.notification_count === 0 ? response : undefined),
          risen.next_batch,
          { found: (response) => otherCounts(response, room) },
        )
      },
    }),
  ),

  defineCase({
    id: 'unread-counts/unchanged-by-silent-event',
    title: 'A /sync response with an event that does not notify keeps the count of earlier unread messages',
    verifies: ['unread-counts.in-sync'],
    caughtBy: ['unread-counts.always-zero', 'unread-counts.missing'],
    fairness:
      'The earlier message is counted before the notice is sent. A response that omits the counts because they have not changed passes.',
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true })
      const { alice, bob, room } = scene
      await startAtZero(scene)
      await bob.send(room, 'one')
      await alice.expectCounts(room, 'one notification', ({ notification_count }) => notification_count === 1)
      const { next_batch } = await alice.sync()
      await bob.send(room, { msgtype: 'm.notice', body: 'a notice' })
      const response = await alice.expectInSync(
        'the notice',
        (found) => (hasMessage(found, room, 'a notice') ? found : undefined),
        next_batch,
      )
      const { notification_count = 1 } = response.rooms?.join?.[room]?.unread_notifications ?? {}
      expectEqual('the notification count that came with the notice', notification_count, 1)
    },
  }),

  defineCase({
    id: 'unread-counts/in-sync',
    title: 'The unread count in /sync follows messages and reading',
    verifies: ['unread-counts.in-sync', 'receipts.marks-read'],
    caughtBy: ['unread-counts.always-zero', 'unread-counts.missing'],
    fairness:
      'The case waits for each count in initial sync responses, so it may arrive a little later than the event or the receipt, and a zero may be omitted. The invitation and the joins are read first.',
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true })
      const { alice, bob, room } = scene
      await readAll(scene)
      await bob.send(room, 'one')
      const last = await bob.send(room, 'two')
      await alice.expectCounts(room, 'two notifications', (count) => count.notification_count === 2)
      await alice.read(room, last)
      await alice.untilRead(room)
    },
  }),

  defineCase({
    id: 'unread-counts/highlights-in-sync',
    title: 'The highlight count in /sync counts events with a highlight, and nothing else',
    verifies: ['unread-counts.highlight', 'actions.highlight-default'],
    caughtBy: ['actions.highlight-without-value-not-counted', 'unread-counts.all-are-highlights'],
    fairness:
      "The case waits for the counts. One of the two messages matches the rule with the highlight, and neither contains Alice's name, which default rules highlight.",
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true })
      const { alice, bob, room } = scene
      await alice.putRule('content', 'cake', { pattern: 'cake', actions: ['notify', { set_tweak: 'highlight' }] })
      await readAll(scene)
      await bob.send(room, 'there is cake')
      await bob.send(room, 'there is tea')
      await alice.expectCounts(room, 'two notifications', (count) => count.notification_count === 2)
      await alice.expectCounts(room, 'one highlight', (count) => count.highlight_count === 1)
    },
  }),
]

/** Describes the counts of a room in a response; undefined if the room is not in it. */
function otherCounts(response: SyncResponse, roomId: string): string | undefined {
  const counts = countsOf(response, roomId)
  return counts === undefined ? undefined : `the counts ${quote(counts)}`
}

function hasMessage(response: SyncResponse, roomId: string, body: string): boolean {
  const events = response.rooms?.join?.[roomId]?.timeline?.events ?? []
  return events.some(({ content }) => content.body === body)
}
