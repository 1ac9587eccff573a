import { Hono } from 'hono'
import { type Env, type Session, signedIn } from '../auth.ts'
import { quote } from '../body.ts'
import { invalidParam, missingParam, notFound } from '../errors.ts'
import { clientEvent } from '../rooms/client-event.ts'
import { assertView, roomView } from '../rooms/visibility.ts'
import type { Services } from '../services.ts'
import type { StoredEvent } from '../storage/events.ts'
import { eventFilter } from '../sync/filter.ts'
import { type PageRequest, readPage } from '../sync/page.ts'
import { syncToken } from '../sync/token.ts'
import { readInlineFilter, readLimit, readToken } from './query.ts'

const DEFAULT_LIMIT = 10
const MAX_LIMIT = 1000

/**
 * Past events of rooms: pages of events, single events, and their context.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#getting-events-for-a-room
 */
export function historyRoutes(services: Services) {
  const { store } = services
  const signed = signedIn(services)

  /** Returns the event, or throws M_NOT_FOUND if it does not exist or the user may not see it. */
  function visibleEvent({ userId }: Session, event: StoredEvent | undefined, eventId: string): StoredEvent {
    if (event !== undefined && roomView(store, event.room_id, userId).shows(event)) return event
    throw notFound(`There is no event ${quote(eventId)} that ${userId} may see`)
  }

  return new Hono<Env>()
    .get('/rooms/:roomId/messages', signed, (c) => {
      const session = c.get('session')
      const roomId = c.req.param('roomId')
      const view = assertView(store, roomId, session.userId)
      const request = { roomId, ...readRange(c.req.query(), store.position()) }
      const { events, end } = readPage(store, view, request)
      return c.json({
        chunk: events.map((event) => clientEvent(store, event, session)),
        start: syncToken(request.from),
        ...(end === undefined ? {} : { end: syncToken(end) }),
      })
    })
    .get('/rooms/:roomId/event/:eventId', signed, (c) => {
      const { roomId, eventId } = c.req.param()
      const session = c.get('session')
      return c.json(clientEvent(store, visibleEvent(session, store.events.find(roomId, eventId), eventId), session))
    })
    .get('/events/:eventId', signed, (c) => {
      const eventId = c.req.param('eventId')
      const session = c.get('session')
      return c.json(clientEvent(store, visibleEvent(session, store.history.find(eventId), eventId), session))
    })
    .get('/rooms/:roomId/context/:eventId', signed, (c) => {
      const { roomId, eventId } = c.req.param()
      const session = c.get('session')
      const event = visibleEvent(session, store.events.find(roomId, eventId), eventId)
      const view = roomView(store, roomId, session.userId)
      const { filter, limit } = c.req.query()
      const accepts = eventFilter(filter === undefined ? {} : readInlineFilter(filter)).accepts
      // The limit is for both sides together
      const half = Math.ceil((readLimit(limit, DEFAULT_LIMIT, MAX_LIMIT) - 1) / 2)
      const around = { roomId, filter: { limit: half, accepts } }
      const side = (request: Pick<PageRequest, 'direction' | 'from'>) =>
        half === 0 ? { events: [] } : readPage(store, view, { ...around, ...request })
      const before = side({ direction: 'b', from: event.position - 1 })
      const after = side({ direction: 'f', from: event.position })
      const last = after.events.at(-1) ?? event
      const first = before.events.at(-1) ?? event
      const shown = (one: StoredEvent) => clientEvent(store, one, session)
      return c.json({
        event: shown(event),
        events_before: before.events.map(shown),
        events_after: after.events.map(shown),
        state: store.events.stateBetween(roomId, 0, last.position).map(shown),
        start: syncToken(first.position - 1),
        end: syncToken(last.position),
      })
    })
}

function readRange(query: Record<string, string>, now: number): Omit<PageRequest, 'roomId'> {
  const { dir: direction, filter, from, limit, to } = query
  if (direction === undefined) throw missingParam('Parameter "dir": expected "b" or "f", found nothing')
  if (direction !== 'b' && direction !== 'f') {
    throw invalidParam(`Parameter "dir": expected "b" or "f", found ${quote(direction)}`)
  }
  const events = eventFilter(filter === undefined ? {} : readInlineFilter(filter))
  const end = readToken('to', to)
  return {
    direction,
    from: readToken('from', from) ?? (direction === 'b' ? now : 0),
    ...(end === undefined ? {} : { to: end }),
    filter: { accepts: events.accepts, limit: readLimit(limit, Math.max(events.limit, 1), MAX_LIMIT) },
  }
}
