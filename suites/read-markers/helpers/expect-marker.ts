import type { SyncResponse } from '../../../spec/index.ts'
import type { Scene } from '../../harness/case/case.ts'

/** Waits until Alice finds her read marker at this event. */
export async function expectMarker({ alice, room }: Scene, eventId: string, since?: string): Promise<void> {
  await alice.expectInSync(
    `the read marker at ${eventId}`,
    (response) => (markerIn(response, room) === eventId ? eventId : undefined),
    since,
  )
}

function markerIn(response: SyncResponse, roomId: string): unknown {
  const events = response.rooms?.join?.[roomId]?.account_data?.events ?? []
  return events.find(({ type }) => type === 'm.fully_read')?.content.event_id
}
