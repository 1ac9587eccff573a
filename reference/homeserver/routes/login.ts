import { Hono } from 'hono'
import { type Env, signedIn, signedOut } from '../auth.ts'
import { field, isObject, type JsonObject, optionalField, quote, readBody, readOptionalBody, STRING } from '../body.ts'
import { forbidden, invalidParam } from '../errors.ts'
import { randomId, tokenHash, userIdOf } from '../ids.ts'
import { isPassword } from '../passwords.ts'
import { endDevice } from '../push/end-pushers.ts'
import type { Services } from '../services.ts'

/**
 * Logs in and out.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#login
 */
export function loginRoutes(services: Services) {
  const { store } = services
  const signed = signedIn(services)
  return new Hono<Env>()
    .get('/login', (c) => c.json({ flows: [{ type: 'm.login.password' }] }))
    .post('/login', signedOut(services), async (c) => {
      const body = await readBody(c.req.raw)
      const type = field(body, 'type', STRING)
      if (type !== 'm.login.password') {
        throw invalidParam(`Login type: expected "m.login.password", found ${quote(type)}`)
      }
      const userId = userIdOf(namedUser(body), services.serverName)
      const stored = store.users.find(userId)?.password_hash
      if (!(await isPassword(field(body, 'password', STRING), stored, services.passwordCost))) {
        throw forbidden(`Unknown user ${userId}, or wrong password`)
      }
      return c.json(openSession(services, userId, body))
    })
    .post('/logout', signed, async (c) => {
      await readOptionalBody(c.req.raw)
      const { userId, deviceId } = c.get('session')
      endDevice(services, userId, deviceId, 'logout')
      return c.json({})
    })
    .post('/logout/all', signed, async (c) => {
      await readOptionalBody(c.req.raw)
      const { userId } = c.get('session')
      store.transaction(() => {
        for (const device of store.devices.ofUser(userId)) endDevice(services, userId, device.device_id, 'logout')
      })
      return c.json({})
    })
    .get('/account/whoami', signed, (c) => {
      const { userId, deviceId } = c.get('session')
      return c.json({ user_id: userId, device_id: deviceId, is_guest: false })
    })
}

/** Logs in a device, with the `device_id` and `initial_device_display_name` of a login or registration. */
export function openSession({ store }: Services, userId: string, body: JsonObject) {
  const token = randomId()
  const deviceId = optionalField(body, 'device_id', STRING) ?? randomId(9)
  const displayName = optionalField(body, 'initial_device_display_name', STRING) ?? null
  store.devices.put({
    user_id: userId,
    device_id: deviceId,
    display_name: displayName,
    token_hash: tokenHash(token),
  })
  return { user_id: userId, access_token: token, device_id: deviceId }
}

/** Returns the user that a login or a password stage names, in `identifier` or the older `user`. */
export function namedUser(body: JsonObject): string {
  const { identifier } = body
  if (!isObject(identifier)) return field(body, 'user', STRING)
  const type = field(identifier, 'type', STRING)
  if (type !== 'm.id.user') {
    throw invalidParam(`Identifier type: expected "m.id.user", found ${quote(type)}`)
  }
  return field(identifier, 'user', STRING)
}
