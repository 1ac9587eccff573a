import { Hono } from 'hono'
import { type Env, signedIn } from '../auth.ts'
import { field, type JsonObject, optionalField, quote, readBody, readOptionalBody, STRING } from '../body.ts'
import { forbidden, RequestError } from '../errors.ts'
import { assertLocalUser, joinRoom, memberContent, resolveRoom } from '../rooms/membership.ts'
import { sendEvent } from '../rooms/send-event.ts'
import type { Services } from '../services.ts'

/**
 * Joins and leaves rooms, and changes the memberships of others.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#room-membership
 */
export function membershipRoutes(services: Services) {
  const { store } = services
  const signed = signedIn(services)

  function setMembership(sender: string, roomId: string, target: string, content: JsonObject) {
    sendEvent(services, { room_id: roomId, type: 'm.room.member', sender, state_key: target, content })
  }

  /** Throws M_FORBIDDEN unless the target of the action has one of the memberships. */
  function assertMembership(roomId: string, target: string, expected: string[], action: string) {
    const membership = store.memberships.find(roomId, target)?.membership ?? 'leave'
    if (expected.includes(membership)) return
    throw forbidden(
      `Cannot ${action} ${target} in ${roomId}: expected membership ${expected.join(' or ')}, found ${quote(membership)}`,
    )
  }

  return new Hono<Env>()
    .post('/join/:roomIdOrAlias', signed, async (c) => {
      const body = await readOptionalBody(c.req.raw)
      const roomId = resolveRoom(services, c.req.param('roomIdOrAlias'))
      joinRoom(services, c.get('session').userId, roomId, reasonOf(body))
      return c.json({ room_id: roomId })
    })
    .post('/rooms/:roomId/join', signed, async (c) => {
      const body = await readOptionalBody(c.req.raw)
      const roomId = c.req.param('roomId')
      joinRoom(services, c.get('session').userId, roomId, reasonOf(body))
      return c.json({ room_id: roomId })
    })
    .post('/rooms/:roomId/leave', signed, async (c) => {
      const content = { membership: 'leave', ...reasonOf(await readOptionalBody(c.req.raw)) }
      const { userId } = c.get('session')
      setMembership(userId, c.req.param('roomId'), userId, content)
      return c.json({})
    })
    .post('/rooms/:roomId/forget', signed, async (c) => {
      await readOptionalBody(c.req.raw)
      const roomId = c.req.param('roomId')
      const { userId } = c.get('session')
      const membership = store.memberships.find(roomId, userId)?.membership
      if (membership === 'join' || membership === 'invite') {
        const message = `The membership of ${userId} in ${roomId} is ${quote(membership)}; leave the room first`
        throw new RequestError(400, 'M_UNKNOWN', message)
      }
      if (membership !== undefined) store.forgottenRooms.add(userId, roomId)
      return c.json({})
    })
    .post('/rooms/:roomId/invite', signed, async (c) => {
      const body = await readBody(c.req.raw)
      const target = field(body, 'user_id', STRING)
      assertLocalUser(services, target)
      const content = { ...memberContent(services, target, 'invite'), ...reasonOf(body) }
      setMembership(c.get('session').userId, c.req.param('roomId'), target, content)
      return c.json({})
    })
    .post('/rooms/:roomId/kick', signed, async (c) => {
      const body = await readBody(c.req.raw)
      const target = field(body, 'user_id', STRING)
      assertMembership(c.req.param('roomId'), target, ['join', 'invite', 'knock'], 'kick')
      const content = { membership: 'leave', ...reasonOf(body) }
      setMembership(c.get('session').userId, c.req.param('roomId'), target, content)
      return c.json({})
    })
    .post('/rooms/:roomId/ban', signed, async (c) => {
      const body = await readBody(c.req.raw)
      const content = { membership: 'ban', ...reasonOf(body) }
      setMembership(c.get('session').userId, c.req.param('roomId'), field(body, 'user_id', STRING), content)
      return c.json({})
    })
    .post('/rooms/:roomId/unban', signed, async (c) => {
      const body = await readBody(c.req.raw)
      const target = field(body, 'user_id', STRING)
      assertMembership(c.req.param('roomId'), target, ['ban'], 'unban')
      const content = { membership: 'leave', ...reasonOf(body) }
      setMembership(c.get('session').userId, c.req.param('roomId'), target, content)
      return c.json({})
    })
}

function reasonOf(body: JsonObject): JsonObject {
  const reason = optionalField(body, 'reason', STRING)
  return reason === undefined ? {} : { reason }
}
