import { defineCase } from '../../../suites/harness/case/case.ts'
import { expect } from '../../../suites/harness/case/expect.ts'
import { eventually } from '../../../suites/harness/target/deadline.ts'

/** Rule for messages that are always pushed, and show that what was before has had its effect. */
const FENCE = 'fence'
const FENCE_RULE = {
  conditions: [{ kind: 'event_match', key: 'content.body', pattern: 'lighthouse' }],
  actions: ['notify'],
}

/** Stories that `plexor explore` found. */
export const explored = [
  defineCase({
    id: 'receipts/explored-counts-marks-read',
    title: 'The unread counts in /sync are those that messages and receipts result in',
    verifies: ['receipts.marks-read'],
    since: 'v1.19',
    caughtBy: ['receipts.ignored'],
    fairness: 'TODO: say why a conforming server that works differently from the reference passes.',
    async run({ user }) {
      const alice = await user('alice')
      const bob = await user('bob')
      const carol = await user('carol')
      for (const one of [alice, bob, carol]) await one.putRule('override', FENCE, FENCE_RULE)
      const room1 = await bob.createRoom({ invite: [alice, carol] })
      await alice.join(room1)
      await carol.join(room1)
      await bob.send(room1, 'lighthouse for what was before')
      const alicePusher = await alice.setPusher({
        app_display_name: 'Plexor',
        device_display_name: 'phone',
        lang: 'de',
        data: {},
      })
      const m1 = await bob.send(room1, 'good morning')
      const fence2 = await bob.send(room1, 'lighthouse for what was before')
      await alicePusher.expectPush(fence2)
      await alice.read(room1, m1, { type: 'm.read' })
      const isSo = async () => {
        const { main } = await alice.unreadCountsByThread(room1)
        const count = main.notification_count
        return count === 1
      }
      const found = await eventually(async () => (await isSo()) || undefined, alice.client.access.timeoutMs)
      expect(
        found === true,
        'Expected Alice to have 1 unread notification in the main timeline of room 1, found otherwise',
      )
    },
  }),
]
