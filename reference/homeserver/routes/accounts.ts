import { Hono } from 'hono'
import { type Env, signedIn, signedOut } from '../auth.ts'
import { BOOLEAN, field, type JsonObject, optionalField, quote, readBody, STRING } from '../body.ts'
import { forbidden, missingParam, RequestError } from '../errors.ts'
import { isLocalpart, isSameSecret, randomId, userIdOf } from '../ids.ts'
import { type AuthStage, challenge } from '../interactive-auth.ts'
import { hashPassword, isPassword } from '../passwords.ts'
import { endDevice } from '../push/end-pushers.ts'
import type { Services } from '../services.ts'
import { namedUser, openSession } from './login.ts'

/**
 * Registers accounts and changes their passwords.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#account-registration-and-management
 */
export function accountRoutes(services: Services) {
  const { passwordCost, store } = services
  return new Hono<Env>()
    .post('/register', signedOut(services), async (c) => {
      if (c.req.query('kind') === 'guest') throw forbidden('This server has no guest accounts')
      const body = await readBody(c.req.raw)
      const userId = newUserId(services, optionalField(body, 'username', STRING))
      const stages = registrationStages(services)
      if (Object.keys(stages).length === 0) throw forbidden('Registration is closed on this server')
      const unauthenticated = await challenge(body, stages)
      if (unauthenticated !== undefined) return c.json(unauthenticated, 401)
      const password = optionalField(body, 'password', STRING) ?? randomId()
      const hash = await hashPassword(password, passwordCost)
      // Another request may have taken the name while the password was hashed
      assertFree(services, userId)
      const isLoginInhibited = optionalField(body, 'inhibit_login', BOOLEAN) ?? false
      const registered = store.transaction(() => {
        store.users.add(userId, hash, store.nextPosition())
        return isLoginInhibited ? { user_id: userId } : openSession(services, userId, body)
      })
      return c.json(registered)
    })
    .get('/register/available', signedOut(services), (c) => {
      const username = c.req.query('username')
      if (username === undefined) throw missingParam('Parameter "username": expected a username, found nothing')
      newUserId(services, username)
      return c.json({ available: true })
    })
    .post('/account/password', signedIn(services), async (c) => {
      const body = await readBody(c.req.raw)
      const { userId, deviceId } = c.get('session')
      const unauthenticated = await challenge(body, { 'm.login.password': passwordStage(services, userId) })
      if (unauthenticated !== undefined) return c.json(unauthenticated, 401)
      const hash = await hashPassword(field(body, 'new_password', STRING), passwordCost)
      const endsOthers = optionalField(body, 'logout_devices', BOOLEAN) ?? true
      store.transaction(() => {
        store.users.setPassword(userId, hash)
        const others = store.devices.ofUser(userId).filter(({ device_id }) => device_id !== deviceId)
        if (endsOthers) for (const { device_id } of others) endDevice(services, userId, device_id, 'password-change')
      })
      return c.json({})
    })
}

function newUserId(services: Services, username: string | undefined): string {
  const { serverName } = services
  const localpart = username ?? `user-${randomId(9).toLowerCase()}`
  if (!isLocalpart(localpart, serverName)) {
    const message = `Username: expected up to 255 bytes of a-z, 0-9 and ._=-/+, found ${quote(localpart)}`
    throw new RequestError(400, 'M_INVALID_USERNAME', message)
  }
  const userId = userIdOf(localpart, serverName)
  assertFree(services, userId)
  return userId
}

function assertFree({ store }: Services, userId: string): void {
  if (store.users.find(userId) === undefined) return
  throw new RequestError(400, 'M_USER_IN_USE', `The user ID ${quote(userId)} is in use; choose another username`)
}

function registrationStages({
  registration: { token, open = token === undefined },
}: Services): Record<string, AuthStage> {
  const withToken = (right: string) => (auth: JsonObject) =>
    STRING.test(auth.token) && isSameSecret(auth.token, right) ? undefined : 'Wrong registration token'
  return {
    ...(token === undefined ? {} : { 'm.login.registration_token': withToken(token) }),
    ...(open ? { 'm.login.dummy': () => undefined } : {}),
  }
}

function passwordStage({ passwordCost, serverName, store }: Services, userId: string): AuthStage {
  return async (auth) => {
    const stored = store.users.find(userId)?.password_hash
    const isOwner = userIdOf(namedUser(auth), serverName) === userId
    if (isOwner && (await isPassword(field(auth, 'password', STRING), stored, passwordCost))) return undefined
    return `Wrong password for ${userId}`
  }
}
