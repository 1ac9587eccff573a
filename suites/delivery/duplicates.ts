import { defineCase } from '../harness/case/case.ts'
import { NotApplicable } from '../harness/case/errors.ts'

/** Pushes that the target sends again although the gateway has accepted them. */
export const duplicates = [
  defineCase({
    id: 'delivery/duplicate-invitations',
    title: 'How often the target sends an invitation that the gateway has accepted, by when its room was joined',
    verifies: ['delivery.duplicate-requests'],
    async run({ sharedScene }) {
      const { alice, bob, pusher } = await sharedScene()
      const room = await bob.createRoom({ invite: [alice] })
      await pusher.expectPushThat('a push of the invitation', ({ notification }) => notification.room_id === room)
      await alice.join(room)
      const message = await bob.send(room, 'welcome')
      await pusher.expectPush(message)
      const earlier = pusher.pushes.filter(
        ({ notification: { room_id, event_id } }) => room_id === room && event_id !== undefined && event_id !== message,
      )
      const events = Map.groupBy(earlier, ({ notification }) => notification.event_id)
      const times = [...events.values()].map((pushes) => {
        const counts = pushes.map(({ notification }) => notification.counts?.unread ?? 'none')
        return pushes.length === 1 ? 'once' : `${pushes.length} times, with the unread counts ${counts.join(', ')}`
      })
      return `By the time a message in the joined room arrived, the target had sent the invitation ${times.join(', and another event ') || 'without an event_id'}`
    },
  }),

  defineCase({
    id: 'delivery/duplicates-in-run',
    title: 'How many pushes of the whole run the target sends again although the gateway has accepted them',
    verifies: ['delivery.duplicate-requests'],
    runsLast: true,
    async run({ traffic }) {
      const { pushes, repeated, firstSeenIn } = traffic.pushesOfEvents
      if (pushes === 0) throw new NotApplicable('No case of this run got a push of an event')
      const first = firstSeenIn === undefined ? '' : `, first in ${firstSeenIn}`
      const of = pushes === 1 ? 'Of 1 push of an event' : `Of ${pushes} pushes of events`
      return repeated === 0
        ? `${of}, none repeats one that the gateway had accepted`
        : `${of}, ${repeated} ${repeated === 1 ? 'repeats' : 'repeat'} one that the gateway had accepted${first}`
    },
  }),
]
