import { type Context, Hono } from 'hono'
import { assertSelf, type Env, signedIn } from '../auth.ts'
import { isObject, type JsonObject, quote, readOptionalBody } from '../body.ts'
import { badJson } from '../errors.ts'
import { assertJoined } from '../rooms/authorise.ts'
import type { Services } from '../services.ts'

const TAGS = '/user/:userId/rooms/:roomId/tags'

/**
 * Tags of rooms, which are account data of the type `m.tag`.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#room-tagging
 */
export function tagRoutes(services: Services) {
  const { store, waiters } = services
  const signed = signedIn(services)

  function read(userId: string, roomId: string): JsonObject {
    const tags = store.accountData.find(userId, roomId, 'm.tag')?.tags
    return isObject(tags) ? tags : {}
  }

  function write(userId: string, roomId: string, tags: JsonObject) {
    store.accountData.put(userId, { room_id: roomId, type: 'm.tag', content: { tags } }, store.nextPosition())
    waiters.wake([userId])
  }

  function assertOwn(c: Context<Env, typeof TAGS>) {
    const { roomId, userId } = c.req.param()
    assertSelf(c, userId)
    assertJoined(store, roomId, userId)
  }

  return new Hono<Env>()
    .get(TAGS, signed, (c) => {
      const { roomId, userId } = c.req.param()
      assertSelf(c, userId)
      return c.json({ tags: read(userId, roomId) })
    })
    .put(`${TAGS}/:tag`, signed, async (c) => {
      assertOwn(c)
      const { roomId, tag: name, userId } = c.req.param()
      const tag = await readOptionalBody(c.req.raw)
      const { order } = tag
      if (order !== undefined && typeof order !== 'number') {
        throw badJson(`Field "order": expected a number, found ${quote(order)}`)
      }
      write(userId, roomId, { ...read(userId, roomId), [name]: tag })
      return c.json({})
    })
    .delete(`${TAGS}/:tag`, signed, (c) => {
      assertOwn(c)
      const { roomId, tag: name, userId } = c.req.param()
      const { [name]: _, ...others } = read(userId, roomId)
      write(userId, roomId, others)
      return c.json({})
    })
}
