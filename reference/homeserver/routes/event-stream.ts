import { Hono } from 'hono'
import { type Env, signedIn } from '../auth.ts'
import { assertJoined } from '../rooms/authorise.ts'
import { clientEvent } from '../rooms/client-event.ts'
import { roomView } from '../rooms/visibility.ts'
import type { Services } from '../services.ts'
import { syncToken } from '../sync/token.ts'
import { waitForChange } from '../sync/wait-for-change.ts'
import { readTimeout, readToken } from './query.ts'

/** Maximum number of events in one response. */
const MAX_EVENTS = 100

/** Maximum time that a request waits, in milliseconds. */
const MAX_WAIT_MS = 120_000

/**
 * The deprecated stream of events, which `/sync` replaced.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3events
 */
export function eventStreamRoutes(services: Services) {
  const { store } = services

  return new Hono<Env>().get('/events', signedIn(services), async (c) => {
    const session = c.get('session')
    const { userId } = session
    const { from, room_id: roomId, timeout } = c.req.query()
    if (roomId !== undefined) assertJoined(store, roomId, userId)
    const start = readToken('from', from) ?? store.position()

    function read() {
      const events = store.history.stream(userId, start, MAX_EVENTS)
      const last = events.length < MAX_EVENTS ? store.position() : events.at(-1)?.position
      const views = new Map(events.map(({ room_id }) => [room_id, roomView(store, room_id, userId)]))
      const shown = events
        .filter((event) => roomId === undefined || event.room_id === roomId)
        .filter((event) => views.get(event.room_id)?.shows(event))
      const chunk = shown.map((event) => clientEvent(store, event, session))
      return {
        response: { start: syncToken(start), end: syncToken(last ?? start), chunk },
        isEmpty: chunk.length === 0 && events.length < MAX_EVENTS,
      }
    }

    const wait = { userId, milliseconds: readTimeout(timeout, MAX_WAIT_MS), signal: c.req.raw.signal }
    return c.json((await waitForChange(services.waiters, wait, read)).response)
  })
}
