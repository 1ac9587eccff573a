import { Hono } from 'hono'
import { type Env, signedIn } from '../auth.ts'
import { field, quote, readBody, STRING } from '../body.ts'
import { invalidParam, notFound, RequestError } from '../errors.ts'
import { isLocalId } from '../ids.ts'
import { resolveRoom } from '../rooms/membership.ts'
import type { Services } from '../services.ts'

/**
 * Room aliases.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#room-aliases
 */
export function directoryRoutes(services: Services) {
  const { serverName, store } = services
  return new Hono<Env>()
    .get('/directory/room/:alias', (c) => {
      return c.json({ room_id: resolveRoom(services, localAlias(c.req.param('alias'))), servers: [serverName] })
    })
    .put('/directory/room/:alias', signedIn(services), async (c) => {
      const alias = localAlias(c.req.param('alias'))
      const roomId = field(await readBody(c.req.raw), 'room_id', STRING)
      if (store.rooms.version(roomId) === undefined) throw notFound(`The room ${roomId} is not known here`)
      if (store.rooms.findAlias(alias) !== undefined) {
        throw new RequestError(409, 'M_UNKNOWN', `The alias ${alias} is taken; choose another`)
      }
      store.rooms.addAlias(alias, roomId)
      return c.json({})
    })

  function localAlias(alias: string): string {
    if (isLocalId(alias, '#', serverName)) return alias
    throw invalidParam(`The alias ${quote(alias)} is not of the form "#name:${serverName}"`)
  }
}
