import { Hono } from 'hono'
import { type Env, signedIn } from '../auth.ts'
import { field, quote, readBody, STRING } from '../body.ts'
import { forbidden, invalidParam, notFound, RequestError } from '../errors.ts'
import { isLocalId } from '../ids.ts'
import { assertJoined } from '../rooms/authorise.ts'
import { resolveRoom } from '../rooms/membership.ts'
import { roomPower } from '../rooms/power-levels.ts'
import type { Services } from '../services.ts'

/**
 * Room aliases.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#room-aliases
 */
export function directoryRoutes(services: Services) {
  const { serverName, store } = services
  const signed = signedIn(services)
  return new Hono<Env>()
    .get('/directory/room/:alias', (c) => {
      return c.json({ room_id: resolveRoom(services, localAlias(c.req.param('alias'))), servers: [serverName] })
    })
    .put('/directory/room/:alias', signed, async (c) => {
      const alias = localAlias(c.req.param('alias'))
      const roomId = field(await readBody(c.req.raw), 'room_id', STRING)
      if (store.rooms.version(roomId) === undefined) throw notFound(`Unknown room ${roomId}`)
      if (store.rooms.findAlias(alias) !== undefined) {
        throw new RequestError(409, 'M_UNKNOWN', `The alias ${alias} is in use; choose another`)
      }
      store.rooms.addAlias(alias, roomId)
      return c.json({})
    })
    .delete('/directory/room/:alias', signed, (c) => {
      const alias = localAlias(c.req.param('alias'))
      const { userId } = c.get('session')
      const { levelOf, levelToSend } = roomPower(store, resolveRoom(services, alias))
      // The level to set the canonical alias is also that to delete an alias
      if (levelOf(userId) < levelToSend('m.room.canonical_alias', true)) {
        throw forbidden(`The power level of ${userId} is too low to delete ${alias}`)
      }
      store.aliases.remove(alias)
      return c.json({})
    })
    .get('/rooms/:roomId/aliases', signed, (c) => {
      const roomId = c.req.param('roomId')
      assertJoined(store, roomId, c.get('session').userId)
      return c.json({ aliases: store.aliases.ofRoom(roomId) })
    })

  function localAlias(alias: string): string {
    if (isLocalId(alias, '#', serverName)) return alias
    throw invalidParam(`Alias: expected "#name:${serverName}", found ${quote(alias)}`)
  }
}
