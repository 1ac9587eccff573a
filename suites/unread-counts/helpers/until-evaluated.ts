import type { SyncResponse } from '../../../spec/index.ts'
import type { Scene } from '../../harness/case/case.ts'
import { Inconclusive, Mismatch } from '../../harness/case/errors.ts'
import type { Inbox } from '../../harness/push-receiver/inbox.ts'

/**
 * Waits until the target has evaluated everybody's rules for an event, so that Alice can change hers: the event was
 * pushed to another member, and Alice finds it in `/sync`, which since v1.7 contains it only together with its counts.
 *
 * @param others inbox of a pusher of that other member
 * @throws {Mismatch} when the event is not pushed to the other member
 * @throws {Inconclusive} when the event is not in `/sync`
 */
export async function untilEvaluated({ alice, room }: Scene, others: Inbox, eventId: string): Promise<void> {
  await others.expectPush(eventId)
  const isThere = (response: SyncResponse) => {
    const events = response.rooms?.join?.[room]?.timeline?.events ?? []
    return events.some(({ event_id }) => event_id === eventId) ? eventId : undefined
  }
  await alice.expectInSync('the message', isThere).catch((error: unknown) => {
    // Timelines are not what Plexor is about
    throw error instanceof Mismatch ? new Inconclusive(error.message) : error
  })
}
