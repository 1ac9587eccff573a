import { defineCase } from '../harness/case/case.ts'
import { NotApplicable } from '../harness/case/errors.ts'
import { expect } from '../harness/case/expect.ts'
import { readAll } from '../harness/users/counting.ts'
import { readEverything } from './read-everything.ts'
import { expectUnread } from './unread-of.ts'

/** Why cases about the unread count in a push are fair; they all take the same care. */
export const FAIR_ABOUT_COUNTS =
  "Counts are optional, so a push without one is passed over; what there was before is read first, in rooms of the target's own too."

/** The unread counts: those sent to the gateway, and those in /sync that they go with. */
export const counts = [
  defineCase({
    id: 'gateway-payload/counts-grow',
    title: 'The unread count grows with each message',
    verifies: ['gateway.counts-unread'],
    caughtBy: ['gateway.counts-rooms', 'gateway.counts-highlights'],
    fairness: FAIR_ABOUT_COUNTS,
    async run({ createScene }) {
      const scene = await createScene()
      const { bob, room, pusher } = scene
      await readEverything(scene)
      const first = await pusher.expectPush(await bob.send(room, 'one'))
      const second = await pusher.expectPush(await bob.send(room, 'two'))
      expectUnread(
        { when: 'with one unread message', push: first, unread: 1 },
        { when: 'with two unread messages', push: second, unread: 2 },
      )
    },
  }),

  defineCase({
    id: 'gateway-payload/counts-over-rooms',
    title: 'The unread count is the sum over all rooms',
    verifies: ['gateway.counts-unread'],
    caughtBy: ['gateway.counts-in-room', 'gateway.counts-highlights'],
    fairness: FAIR_ABOUT_COUNTS,
    async run({ createScene }) {
      const scene = await createScene()
      const { alice, bob, room, pusher } = scene
      const other = await bob.createRoom({ invite: [alice] })
      await alice.join(other)
      await readEverything(scene, [room, other])
      await pusher.expectPush(await bob.send(room, 'one here'))
      const push = await pusher.expectPush(await bob.send(other, 'one there'))
      expectUnread({ when: 'with one unread message in each of two rooms', push, unread: 2 })
    },
  }),

  defineCase({
    id: 'gateway-payload/counts-fall-after-reading',
    title: 'The unread count starts again after the user has read',
    verifies: ['gateway.counts-unread', 'counts.read-clears'],
    caughtBy: ['gateway.counts-highlights', 'counts.receipt-ignored'],
    fairness: FAIR_ABOUT_COUNTS,
    async run({ createScene }) {
      const scene = await createScene()
      const { alice, bob, room, pusher } = scene
      await readEverything(scene)
      const message = await bob.send(room, 'one')
      const first = await pusher.expectPush(message)
      await alice.read(room, message)
      await alice.untilUnread(room, 0)
      const next = await pusher.expectPush(await bob.send(room, 'another one'))
      expectUnread(
        { when: 'before the reading', push: first, unread: 1 },
        { when: 'of the first message after the reading', push: next, unread: 1 },
      )
    },
  }),

  defineCase({
    id: 'gateway-payload/zero-counts-are-left-out',
    title: 'No notification has an unread count of zero, not even the one that follows the reading of everything',
    verifies: ['gateway.zero-counts-omitted'],
    caughtBy: ['gateway.counts-zero'],
    fairness:
      'A server need not tell the gateway that something was read, nor send counts at all; one that does is asked to leave a zero out, in a push of counts alone too. Counts of its own invention are not looked at.',
    async run({ createScene }) {
      const scene = await createScene()
      const { bob, room, pusher } = scene
      await readAll(scene)
      // The fence is behind whatever the target sends about the reading.
      await pusher.expectPush(await bob.send(room, 'one'))
      const sent = pusher.pushes.flatMap(({ notification: { counts } }) =>
        [['unread', counts?.unread] as const, ['missed_calls', counts?.missed_calls] as const].filter(
          ([, count]) => count !== undefined,
        ),
      )
      if (sent.length === 0) throw new NotApplicable('The target sends no counts')
      const zero = sent.find(([, count]) => count === 0)
      expect(zero === undefined, `Expected a count of zero to be left out, found "${zero?.[0]}": 0`)
    },
  }),

  defineCase({
    id: 'gateway-payload/counts-in-sync',
    title: 'The unread count in /sync follows messages and reading',
    verifies: ['counts.in-sync', 'counts.read-clears'],
    caughtBy: ['counts.always-zero', 'counts.missing'],
    fairness:
      'Each count is waited for in initial answers, so it may come a little later than the event or the receipt, and a zero may be left out. The invitation and the joins are read first.',
    async run({ createScene }) {
      const scene = await createScene()
      const { alice, bob, room } = scene
      await readAll(scene)
      await bob.send(room, 'one')
      const last = await bob.send(room, 'two')
      await alice.expectCounts(room, 'two notifications', (count) => count.notification_count === 2)
      await alice.read(room, last)
      await alice.untilUnread(room, 0)
    },
  }),

  defineCase({
    id: 'gateway-payload/highlights-in-sync',
    title: 'The highlight count in /sync counts what has a highlight, and nothing else',
    verifies: ['counts.highlight', 'actions.highlight-default'],
    caughtBy: ['counts.valueless-highlight-ignored', 'counts.all-highlights'],
    fairness:
      'The counts are waited for. Of the two messages one matches the rule with the highlight, and neither has the name of Alice in it, which default rules highlight.',
    async run({ createScene }) {
      const scene = await createScene()
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
