import { defineCase } from '../harness/case/case.ts'
import { expectEqual } from '../harness/case/expect.ts'
import { settledCounts, startAtZero } from '../harness/users/counting.ts'
import { untilEvaluated } from './helpers/until-evaluated.ts'

/** Rooms that are muted for a time or by one member only, and a new room. */
export const mutedRooms = [
  defineCase({
    id: 'unread-counts/unmuted-room',
    title: 'After a room is unmuted, its messages are pushed and counted again',
    verifies: ['unread-counts.by-rules', 'rules-api.delete'],
    caughtBy: ['rules-api.delete-ignored', 'unread-counts.always-zero'],
    fairness:
      'The rule is deleted only after the muted message was pushed to another member and the user has it in /sync. Whether that message counts later is unspecified, so it is read first, and the case waits for a zero.',
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true, group: true })
      const { alice, bob, carol, room, pusher } = scene
      const carols = await carol.setPusher()
      await startAtZero(scene)
      await alice.putRule('room', room, { actions: [] })
      const muted = await bob.send(room, 'while the room is muted')
      await untilEvaluated(scene, carols, muted)
      await alice.deleteRule('room', room)
      const first = await bob.send(room, 'once it is not')
      await pusher.expectNoPush(muted, { until: first })
      await alice.read(room, first)
      await alice.untilRead(room)
      await bob.send(room, 'after reading')
      const { notification_count } = await settledCounts(scene)
      expectEqual('the notification count', notification_count, 1)
    },
  }),

  defineCase({
    id: 'unread-counts/after-unmuting',
    title: 'Whether messages from while a room was muted are counted after it is unmuted',
    verifies: ['unread-counts.after-unmuting'],
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true, group: true })
      const { alice, bob, carol, room } = scene
      const carols = await carol.setPusher()
      await startAtZero(scene)
      await alice.putRule('room', room, { actions: [] })
      for (const text of ['one', 'two']) await untilEvaluated(scene, carols, await bob.send(room, text))
      await alice.deleteRule('room', room)
      const { notification_count } = await settledCounts(scene)
      return `Of two messages from while the room was muted, ${notification_count} are counted after it is unmuted`
    },
  }),

  defineCase({
    id: 'unread-counts/muted-by-one-member',
    title: 'A message in a room that one member has muted counts for another member, and not for that one',
    verifies: ['unread-counts.by-rules'],
    caughtBy: ['unread-counts.always-zero', 'actions.empty-actions-notify'],
    fairness:
      'Each of the two has her own rules, and the content rule that ends the counting precedes the room rule that mutes.',
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true, group: true })
      const { bob, carol, room } = scene
      const carols = { alice: carol, bob, room }
      await startAtZero(carols)
      await carol.putRule('room', room, { actions: [] })
      await startAtZero(scene)
      await bob.send(room, 'for both')
      const { notification_count } = await settledCounts(scene)
      expectEqual("Alice's notification count", notification_count, 1)
      // The messages that began and ended Alice's counting have highlights for Carol too.
      expectEqual("Carol's counts", await settledCounts(carols, 2), { notification_count: 2, highlight_count: 2 })
    },
  }),

  defineCase({
    id: 'unread-counts/new-room',
    title: "A user's own events in a new room, and the joins of others, are not counted for the user",
    verifies: ['unread-counts.own-events', 'default-rules.rule.member-event'],
    caughtBy: ['unread-counts.always-zero', 'default-rules.member-events-notify', 'recipients.own-events'],
    fairness:
      'Since v1.7 rules are not evaluated for the sender of an event, and joins of others notify in no version. The reply has a highlight, so the case can wait until it is counted.',
    async run({ sharedUser }) {
      const [alice, bob] = await Promise.all([sharedUser('alice'), sharedUser('bob')])
      await alice.putRule('content', 'cake', {
        pattern: 'cake',
        actions: ['notify', { set_tweak: 'highlight', value: true }],
      })
      const room = await alice.createRoom({ name: 'A new room', invite: [bob] })
      await alice.send(room, 'welcome')
      await bob.join(room)
      await bob.send(room, 'a reply, with cake')
      const { notification_count } = await alice.expectCounts(
        room,
        'the highlight of the reply',
        ({ highlight_count }) => highlight_count > 0,
      )
      expectEqual('the notification count', notification_count, 1)
    },
  }),

  defineCase({
    id: 'unread-counts/redacted-message',
    title: 'Whether a redacted message stays unread',
    verifies: ['unread-counts.redacted'],
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true })
      const { bob, room } = scene
      await startAtZero(scene)
      const message = await bob.send(room, 'a message')
      await bob.client.ok('redactEvent', { path: { roomId: room, eventId: message, txnId: 'redaction' }, body: {} })
      const { notification_count } = await settledCounts(scene)
      return `The notification count is ${notification_count} after the only unread message was redacted`
    },
  }),
]
