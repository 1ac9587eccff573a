import { Hono } from 'hono'
import { type Env, type Session, signedIn } from '../auth.ts'
import { field, type JsonObject, optionalField, readBody, readOptionalBody, STRING } from '../body.ts'
import { sendEvent } from '../rooms/send-event.ts'
import type { Services } from '../services.ts'

/** Request to send an event, with its transaction ID. */
interface SendRequest {
  roomId: string
  type: string
  txnId: string
  content: JsonObject
  redacts?: string
}

/**
 * Sends events and redactions.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#sending-events-to-a-room
 */
export function eventRoutes(services: Services) {
  const { store } = services
  const signed = signedIn(services)

  /** Sends the event once, even if the request is repeated. */
  function sendOnce({ userId, deviceId }: Session, { roomId, type, txnId, content, redacts }: SendRequest): string {
    const transaction = { device_id: deviceId, transaction_id: txnId }
    const sent = store.events.findSent(roomId, userId, type, transaction, redacts)
    if (sent !== undefined) return sent
    const redaction = redacts === undefined ? {} : { redacts }
    return sendEvent(services, { room_id: roomId, type, sender: userId, content, transaction, ...redaction })
  }

  return new Hono<Env>()
    .put('/rooms/:roomId/send/:type/:txnId', signed, async (c) => {
      const content = await readBody(c.req.raw)
      const { type } = c.req.param()
      // A redaction needs the same power at both endpoints
      const target = type === 'm.room.redaction' ? { redacts: field(content, 'redacts', STRING) } : {}
      return c.json({ event_id: sendOnce(c.get('session'), { ...c.req.param(), content, ...target }) })
    })
    .put('/rooms/:roomId/redact/:eventId/:txnId', signed, async (c) => {
      const { eventId: redacts, roomId, txnId } = c.req.param()
      const reason = optionalField(await readOptionalBody(c.req.raw), 'reason', STRING)
      // Room version 11 moved the ID into the content; older clients expect it outside
      const content = { redacts, ...(reason === undefined ? {} : { reason }) }
      const eventId = sendOnce(c.get('session'), { roomId, type: 'm.room.redaction', txnId, content, redacts })
      return c.json({ event_id: eventId })
    })
}
