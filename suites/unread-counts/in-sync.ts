import type { SyncResponse } from '../../spec/index.ts'
import { defineCase } from '../harness/case/case.ts'
import { expectEqual } from '../harness/case/expect.ts'
import { beginAtZero } from '../harness/users/counting.ts'
import { countsOf } from '../harness/users/unread-counts.ts'

/** How the counts go with the answers of /sync. */
export const inSync = [
  defineCase({
    id: 'unread-counts/same-answer-as-the-event',
    title: 'The answer of /sync that has a new message has the count with that message in it',
    verifies: ['counts.same-sync'],
    caughtBy: ['counts.one-sync-late'],
    fairness:
      'Since v1.7 the text has no room for a later answer: whichever answer has the message has its count. Each message waits until the one before was answered.',
    async run({ createScene }) {
      const scene = await createScene()
      const { alice, bob, room } = scene
      await beginAtZero(scene)
      let since = (await alice.sync()).next_batch
      for (const expected of [1, 2, 3]) {
        const body = `message ${expected}`
        // The request is on its way before the message is, as it is with a client that is in use.
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

  defineCase({
    id: 'unread-counts/follow-in-later-answers',
    title: 'A client that goes on with /sync is told of the counts as they rise, and as they fall by reading',
    verifies: ['counts.in-sync', 'counts.read-clears'],
    caughtBy: ['counts.always-zero', 'counts.missing'],
    fairness: 'It may be any later answer that tells of the change. A zero may be told by leaving the counts out.',
    async run({ createScene }) {
      const scene = await createScene()
      const { alice, bob, room } = scene
      await beginAtZero(scene)
      const { next_batch } = await alice.sync()
      const message = await bob.send(room, 'one')
      const risen = await alice.expectInSync(
        'a notification count of 1',
        (response) => (countsOf(response, room)?.notification_count === 1 ? response : undefined),
        next_batch,
      )
      await alice.read(room, message)
      await alice.expectInSync(
        'a notification count of 0 after reading',
        (response) => (countsOf(response, room)?.notification_count === 0 ? response : undefined),
        risen.next_batch,
      )
    },
  }),

  defineCase({
    id: 'unread-counts/quiet-event-leaves-them',
    title: 'An answer of /sync with an event that does not notify keeps the count of what was unread before',
    verifies: ['counts.in-sync'],
    caughtBy: ['counts.always-zero', 'counts.missing'],
    fairness:
      'The message before is counted, which is awaited, before the notice is sent. An answer that leaves the counts out, because they have not changed, passes.',
    async run({ createScene }) {
      const scene = await createScene()
      const { alice, bob, room } = scene
      await beginAtZero(scene)
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
]

function hasMessage(response: SyncResponse, roomId: string, body: string): boolean {
  const events = response.rooms?.join?.[roomId]?.timeline?.events ?? []
  return events.some(({ content }) => content.body === body)
}
