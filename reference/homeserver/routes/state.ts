import { Hono } from 'hono'
import { type Env, type Session, signedIn } from '../auth.ts'
import { type JsonObject, quote, readBody } from '../body.ts'
import { invalidParam, notFound } from '../errors.ts'
import { clientEvent } from '../rooms/client-event.ts'
import { assertLocalUser } from '../rooms/membership.ts'
import { sendEvent } from '../rooms/send-event.ts'
import { assertView } from '../rooms/visibility.ts'
import type { Services } from '../services.ts'
import { readToken } from './query.ts'

const MEMBERSHIPS = ['join', 'invite', 'knock', 'leave', 'ban']

/**
 * The state of rooms. A user who left a room may read its state at that time.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#getting-events-for-a-room
 */
export function stateRoutes(services: Services) {
  const { store } = services
  const signed = signedIn(services)

  function sendState({ userId }: Session, roomId: string, type: string, stateKey: string, content: JsonObject) {
    if (type === 'm.room.member' && content.membership === 'invite') assertLocalUser(services, stateKey)
    return sendEvent(services, { room_id: roomId, type, sender: userId, state_key: stateKey, content })
  }

  function readState({ userId }: Session, roomId: string, type: string, stateKey: string) {
    const { stateUpTo } = assertView(store, roomId, userId)
    const event = store.events.state(roomId, type, stateKey, stateUpTo)
    if (event === undefined) throw notFound(`The room has no state of type ${type} and key ${quote(stateKey)}`)
    return event.content
  }

  const routes = new Hono<Env>()
    .get('/rooms/:roomId/state', signed, (c) => {
      const roomId = c.req.param('roomId')
      const session = c.get('session')
      const { stateUpTo } = assertView(store, roomId, session.userId)
      return c.json(store.events.stateBetween(roomId, 0, stateUpTo).map((event) => clientEvent(store, event, session)))
    })
    .get('/rooms/:roomId/members', signed, (c) => {
      const roomId = c.req.param('roomId')
      const session = c.get('session')
      const { stateUpTo } = assertView(store, roomId, session.userId)
      const { at, membership, not_membership } = c.req.query()
      const upTo = Math.min(stateUpTo, readToken('at', at) ?? stateUpTo)
      const isIncluded = membershipFilter(membership, not_membership)
      const members = store.events
        .stateBetween(roomId, 0, upTo)
        .filter((event) => event.type === 'm.room.member' && isIncluded(event.content.membership))
      return c.json({ chunk: members.map((event) => clientEvent(store, event, session)) })
    })
    .put('/rooms/:roomId/state/:type/:stateKey', signed, async (c) => {
      const { roomId, type, stateKey } = c.req.param()
      const content = await readBody(c.req.raw)
      return c.json({ event_id: sendState(c.get('session'), roomId, type, stateKey, content) })
    })
    .get('/rooms/:roomId/state/:type/:stateKey', signed, (c) => {
      const { roomId, type, stateKey } = c.req.param()
      return c.json(readState(c.get('session'), roomId, type, stateKey))
    })
  // The path can omit an empty state key, with or without its slash
  for (const path of ['/rooms/:roomId/state/:type', '/rooms/:roomId/state/:type/'] as const) {
    routes
      .put(path, signed, async (c) => {
        const { roomId, type } = c.req.param()
        const content = await readBody(c.req.raw)
        return c.json({ event_id: sendState(c.get('session'), roomId, type, '', content) })
      })
      .get(path, signed, (c) => {
        const { roomId, type } = c.req.param()
        return c.json(readState(c.get('session'), roomId, type, ''))
      })
  }
  return routes
}

/** Returns a filter for memberships. If both parameters are given, matching one of them is enough. */
function membershipFilter(included: string | undefined, excluded: string | undefined) {
  for (const value of [included, excluded]) {
    if (value === undefined || MEMBERSHIPS.includes(value)) continue
    throw invalidParam(`Membership: expected one of ${MEMBERSHIPS.join(', ')}, found ${quote(value)}`)
  }
  return (membership: unknown) =>
    (included === undefined && excluded === undefined) ||
    (included !== undefined && membership === included) ||
    (excluded !== undefined && membership !== excluded)
}
