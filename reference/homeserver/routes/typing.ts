import { Hono } from 'hono'
import { assertSelf, type Env, signedIn } from '../auth.ts'
import { BOOLEAN, field, INTEGER, optionalField, readBody } from '../body.ts'
import { assertJoined } from '../rooms/authorise.ts'
import type { Services } from '../services.ts'

/** Duration of typing without a timeout, in milliseconds. */
const DEFAULT_TYPING_MS = 30_000

/**
 * Typing notifications.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#typing-notifications
 */
export function typingRoutes(services: Services) {
  return new Hono<Env>().put('/rooms/:roomId/typing/:userId', signedIn(services), async (c) => {
    const { roomId, userId } = c.req.param()
    assertSelf(c, userId)
    assertJoined(services.store, roomId, userId)
    const body = await readBody(c.req.raw)
    const isTyping = field(body, 'typing', BOOLEAN)
    const milliseconds = optionalField(body, 'timeout', INTEGER) ?? DEFAULT_TYPING_MS
    services.typing.set(roomId, userId, isTyping ? milliseconds : 0)
    return c.json({})
  })
}
