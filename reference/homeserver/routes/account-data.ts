import { type Context, Hono } from 'hono'
import { type Env, signedIn } from '../auth.ts'
import { isObject, type JsonObject, readBody } from '../body.ts'
import { forbidden, notFound, RequestError } from '../errors.ts'
import { assertJoined } from '../rooms/authorise.ts'
import type { Services } from '../services.ts'
import type { AccountData } from '../storage/account-data.ts'

/**
 * Account data, global and for one room.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#client-config
 */
export function accountDataRoutes(services: Services) {
  const { policies, rulesets, store } = services
  const signed = signedIn(services)

  function write(userId: string, data: AccountData) {
    if (!policies.rulesSync.isWritable(data.type, data.room_id)) {
      throw new RequestError(405, 'M_BAD_JSON', `${data.type} cannot be written as account data; use its own endpoint`)
    }
    store.transaction(() => {
      store.accountData.put(userId, data, store.nextPosition())
      if (data.type === 'm.ignored_user_list' && data.room_id === '')
        store.ignoredUsers.replace(userId, ignored(userId, data.content))
    })
    if (policies.readMarkers.wakesClients(data.type)) services.waiters.wake([userId])
  }

  function read(userId: string, roomId: string, type: string): JsonObject {
    if (type === 'm.push_rules' && roomId === '') return { global: rulesets.of(userId).listed }
    const content = store.accountData.find(userId, roomId, type)
    if (content === undefined) throw notFound(`There is no account data of type ${type}`)
    return content
  }

  function assertOwn(c: Context<Env>, userId: string) {
    const own = c.get('session').userId
    if (!policies.authentication.mayUseDataOf(userId, own)) throw forbidden(`${own} cannot do this for ${userId}`)
  }

  return new Hono<Env>()
    .put('/user/:userId/account_data/:type', signed, async (c) => {
      const { userId, type } = c.req.param()
      assertOwn(c, userId)
      write(userId, { room_id: '', type, content: await readBody(c.req.raw) })
      return c.json(policies.schema.response('putAccountData', {}))
    })
    .get('/user/:userId/account_data/:type', signed, (c) => {
      const { userId, type } = c.req.param()
      assertOwn(c, userId)
      return c.json(policies.schema.response('getAccountData', read(userId, '', type)))
    })
    .put('/user/:userId/rooms/:roomId/account_data/:type', signed, async (c) => {
      const { userId, roomId, type } = c.req.param()
      assertOwn(c, userId)
      assertJoined(store, roomId, userId)
      write(userId, { room_id: roomId, type, content: await readBody(c.req.raw) })
      return c.json(policies.schema.response('putAccountData', {}))
    })
    .get('/user/:userId/rooms/:roomId/account_data/:type', signed, (c) => {
      const { userId, roomId, type } = c.req.param()
      assertOwn(c, userId)
      return c.json(read(userId, roomId, type))
    })
}

/** Returns the ignored users in the list, without the user themselves. */
function ignored(userId: string, { ignored_users: users }: JsonObject): string[] {
  return isObject(users) ? Object.keys(users).filter((other) => other !== userId) : []
}
