import { quote } from '../../../common/text.ts'
import type { SyncResponse } from '../../../spec/index.ts'
import type { Scene } from '../../harness/case/case.ts'

/** Requirement that a target violates that does not set the marker, or does not show it. */
const MARKED = { buildsOn: ['read-markers.in-account-data'] }

/** Waits until Alice finds her read marker at this event. */
export async function expectMarker({ alice, room }: Scene, eventId: string, since?: string): Promise<void> {
  await alice.expectInSync(
    `the read marker at ${eventId}`,
    (response) => (markerIn(response, room) === eventId ? eventId : undefined),
    since,
    {
      details: MARKED,
      found: (response) => {
        const marker = markerIn(response, room)
        return marker === undefined ? undefined : `the marker at ${quote(marker)}`
      },
    },
  )
}

/** Returns the event ID of the read marker of a room in a response; undefined if there is none. */
export function markerIn(response: SyncResponse, roomId: string): unknown {
  const events = response.rooms?.join?.[roomId]?.account_data?.events ?? []
  return events.find(({ type }) => type === 'm.fully_read')?.content.event_id
}
