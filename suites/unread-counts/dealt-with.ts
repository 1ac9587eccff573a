import type { Scene } from '../harness/case/case.ts'
import type { Inbox } from '../harness/gateway/inbox.ts'

/**
 * Waits until the target has put an event to the rules of everybody in the room, so that Alice can change hers: another
 * member was pushed the event, and Alice finds it in `/sync`, which since v1.7 has it with its counts alone.
 *
 * @param others the inbox of a pusher of that other member's
 */
export async function expectDealtWith({ alice, room }: Scene, others: Inbox, eventId: string): Promise<void> {
  await others.expectPush(eventId)
  await alice.expectInSync('the message', (response) => {
    const events = response.rooms?.join?.[room]?.timeline?.events ?? []
    return events.some(({ event_id }) => event_id === eventId) ? eventId : undefined
  })
}
