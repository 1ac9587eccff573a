import { Hono } from 'hono'
import { atLeast } from '../../../spec/index.ts'
import { type Env, signedIn } from '../auth.ts'
import { field, optionalField, quote, readBody, readOptionalBody, STRING } from '../body.ts'
import { invalidParam } from '../errors.ts'
import { receiveReceipt } from '../push/receive-receipt.ts'
import type { Services } from '../services.ts'

/**
 * Receipts and read markers.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#receipts
 */
export function receiptRoutes(services: Services) {
  const { policies, specVersion } = services
  const signed = signedIn(services)
  const knowsThreads = atLeast(specVersion, 'v1.4')
  const receiptTypes = knowsThreads ? ['m.read', 'm.read.private', 'm.fully_read'] : ['m.read']
  const markerTypes = knowsThreads ? receiptTypes : ['m.read', 'm.fully_read']

  return new Hono<Env>()
    .post('/rooms/:roomId/receipt/:receiptType/:eventId', signed, async (c) => {
      const body = await readOptionalBody(c.req.raw)
      const { roomId: room_id, receiptType: type, eventId: event_id } = c.req.param()
      if (!receiptTypes.includes(type)) {
        throw invalidParam(`Receipt type: expected one of ${receiptTypes.join(', ')}, found ${quote(type)}`)
      }
      const thread_id = knowsThreads ? policies.receipts.thread(type, body.thread_id) : undefined
      const thread = thread_id === undefined ? {} : { thread_id }
      receiveReceipt(services, { user_id: c.get('session').userId, room_id, type, event_id, ...thread })
      return c.json(policies.schema.response('postReceipt', {}))
    })
    .post('/rooms/:roomId/read_markers', signed, async (c) => {
      const body = await readBody(c.req.raw)
      if (!knowsThreads) field(body, 'm.fully_read', STRING)
      const markers = markerTypes.flatMap((type) => {
        const event_id = optionalField(body, type, STRING)
        return event_id === undefined ? [] : [{ type, event_id }]
      })
      const request = { user_id: c.get('session').userId, room_id: c.req.param('roomId') }
      // If one is refused, none has an effect
      services.store.transaction(() => {
        for (const marker of policies.readMarkers.effective(markers))
          receiveReceipt(services, { ...request, ...marker })
      })
      return c.json(policies.schema.response('postReadMarkers', {}))
    })
}
