import { Hono } from 'hono'
import { type Env, type Session, signedIn } from '../auth.ts'
import { type JsonObject, optionalField, readBody, readOptionalBody, STRING } from '../body.ts'
import { notFound } from '../errors.ts'
import { assertJoined } from '../rooms/authorise.ts'
import { assertLocalUser } from '../rooms/membership.ts'
import { sendEvent } from '../rooms/send-event.ts'
import type { Services } from '../services.ts'

/** One event that a transaction ID makes repeatable. */
interface Sending {
  roomId: string
  type: string
  txnId: string
  content: JsonObject
  redacts?: string
}

/**
 * Sending events, state events and redactions; reading state.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#sending-events-to-a-room
 */
export function eventRoutes(services: Services) {
  const { store } = services
  const signed = signedIn(services)

  /** Sends the event once, however often the request is repeated. */
  function sendOnce({ userId, deviceId }: Session, { roomId, type, txnId, content, redacts }: Sending): string {
    const transaction = { device_id: deviceId, transaction_id: txnId }
    const sent = store.events.findSent(roomId, userId, type, transaction, redacts)
    if (sent !== undefined) return sent
    const redaction = redacts === undefined ? {} : { redacts }
    return sendEvent(services, { room_id: roomId, type, sender: userId, content, transaction, ...redaction })
  }

  function sendState({ userId }: Session, roomId: string, type: string, stateKey: string, content: JsonObject) {
    if (type === 'm.room.member' && content.membership === 'invite') assertLocalUser(services, stateKey)
    return sendEvent(services, { room_id: roomId, type, sender: userId, state_key: stateKey, content })
  }

  function readState({ userId }: Session, roomId: string, type: string, stateKey: string) {
    assertJoined(store, roomId, userId)
    const event = store.events.state(roomId, type, stateKey)
    if (event === undefined) throw notFound(`The room has no state of type ${type} and key ${JSON.stringify(stateKey)}`)
    return event.content
  }

  const routes = new Hono<Env>()
    .put('/rooms/:roomId/send/:type/:txnId', signed, async (c) => {
      const content = await readBody(c.req.raw)
      return c.json({ event_id: sendOnce(c.get('session'), { ...c.req.param(), content }) })
    })
    .put('/rooms/:roomId/redact/:eventId/:txnId', signed, async (c) => {
      const { eventId: redacts, roomId, txnId } = c.req.param()
      const reason = optionalField(await readOptionalBody(c.req.raw), 'reason', STRING)
      // Room version 11 moved the ID into the content; older clients look for it outside
      const content = { redacts, ...(reason === undefined ? {} : { reason }) }
      const eventId = sendOnce(c.get('session'), { roomId, type: 'm.room.redaction', txnId, content, redacts })
      return c.json({ event_id: eventId })
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
  // An empty state key is left out of the path, with or without its slash
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
