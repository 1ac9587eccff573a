import { defineCase } from '../harness/case/case.ts'

const FENCED =
  'The fence is a message in another room that has to be pushed to the same pusher. Anything sent before the change of membership may arrive at any time.'

const FAIR_AFTER_LEAVING = `In rooms with the preset private_chat only members see the history, so a former member may not see what is sent afterwards. ${FENCED}`

/** Recipients of an event: users who may see it. */
export const membership = [
  defineCase({
    id: 'recipients/after-leaving',
    title: 'A message in a room that the user has left is not pushed to the user',
    verifies: ['recipients.visible-events'],
    caughtBy: ['recipients.after-leaving'],
    fairness: FAIR_AFTER_LEAVING,
    async run({ sharedScene }) {
      const { alice, bob, room, pusher } = await sharedScene()
      const left = await bob.createRoom({ invite: [alice] })
      await alice.join(left)
      await pusher.expectPush(await bob.send(left, 'before Alice leaves'))
      await alice.leave(left)
      const message = await bob.send(left, 'after she left')
      const because = 'Alice had left the room before'
      await pusher.expectNoPush(message, { until: await bob.send(room, 'where she still is'), because })
    },
  }),

  defineCase({
    id: 'recipients/after-being-removed',
    title: 'A message in a room from which the user was removed is not pushed to the user',
    verifies: ['recipients.visible-events'],
    caughtBy: ['recipients.after-leaving'],
    fairness: FAIR_AFTER_LEAVING,
    async run({ sharedScene }) {
      const { alice, bob, room, pusher } = await sharedScene()
      const closed = await bob.createRoom({ invite: [alice] })
      await alice.join(closed)
      await pusher.expectPush(await bob.send(closed, 'before Alice is removed'))
      await bob.client.ok('kickUser', { path: { roomId: closed }, body: { user_id: alice.userId } })
      const message = await bob.send(closed, 'after she was removed')
      const because = 'Alice had been removed from the room before'
      await pusher.expectNoPush(message, { until: await bob.send(room, 'where she still is'), because })
    },
  }),

  defineCase({
    id: 'recipients/while-invited',
    title: 'A message in a room that the user is invited to but has not joined is not pushed to the user',
    verifies: ['recipients.visible-events'],
    caughtBy: ['recipients.while-invited'],
    fairness: `In rooms with the preset private_chat only members see the history, and an invited user is not a member yet, so the message can be read only after joining. ${FENCED}`,
    async run({ sharedScene }) {
      const { alice, bob, room, pusher } = await sharedScene()
      const invited = await bob.createRoom({ invite: [alice] })
      await pusher.expectPushThat('a push of the invitation', ({ notification }) => notification.room_id === invited)
      const message = await bob.send(invited, 'before Alice joins')
      const because = 'Alice is only invited to the room'
      await pusher.expectNoPush(message, { until: await bob.send(room, 'where she already is'), because })
    },
  }),
]
