import { Hono } from 'hono'
import { type Env, signedIn } from '../auth.ts'
import { field, type JsonObject, optionalField, readBody, readOptionalBody, STRING } from '../body.ts'
import { assertJoined } from '../rooms/authorise.ts'
import { clientEvent } from '../rooms/client-event.ts'
import { createRoom } from '../rooms/create-room.ts'
import { assertLocalUser, joinRoom, memberContent, resolveRoom } from '../rooms/membership.ts'
import { sendEvent } from '../rooms/send-event.ts'
import type { Services } from '../services.ts'

/**
 * Rooms and who is in them.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#room-membership
 */
export function roomRoutes(services: Services) {
  const { store } = services
  const signed = signedIn(services)

  function setMembership(sender: string, roomId: string, target: string, content: JsonObject) {
    sendEvent(services, { room_id: roomId, type: 'm.room.member', sender, state_key: target, content })
  }

  return new Hono<Env>()
    .post('/createRoom', signed, async (c) => {
      const body = await readOptionalBody(c.req.raw)
      return c.json({ room_id: createRoom(services, c.get('session').userId, body) })
    })
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
      const content = { membership: 'leave', ...reasonOf(body) }
      setMembership(c.get('session').userId, c.req.param('roomId'), field(body, 'user_id', STRING), content)
      return c.json({})
    })
    .post('/rooms/:roomId/ban', signed, async (c) => {
      const body = await readBody(c.req.raw)
      const content = { membership: 'ban', ...reasonOf(body) }
      setMembership(c.get('session').userId, c.req.param('roomId'), field(body, 'user_id', STRING), content)
      return c.json({})
    })
    .get('/joined_rooms', signed, (c) => {
      return c.json({ joined_rooms: store.memberships.joinedRooms(c.get('session').userId) })
    })
    .get('/rooms/:roomId/joined_members', signed, (c) => {
      const roomId = c.req.param('roomId')
      assertJoined(store, roomId, c.get('session').userId)
      const joined = store.memberships.joined(roomId).map(({ user_id, display_name }) => {
        return [user_id, display_name === null ? {} : { display_name }]
      })
      return c.json({ joined: Object.fromEntries(joined) })
    })
    .get('/rooms/:roomId/members', signed, (c) => {
      const roomId = c.req.param('roomId')
      assertJoined(store, roomId, c.get('session').userId)
      const { membership, not_membership } = c.req.query()
      const members = store.memberships
        .ofRoom(roomId)
        .filter((member) => membership === undefined || member.membership === membership)
        .filter((member) => member.membership !== not_membership)
      const events = members.flatMap((member) => store.events.state(roomId, 'm.room.member', member.user_id) ?? [])
      return c.json({ chunk: events.map((event) => clientEvent(store, event)) })
    })
}

function reasonOf(body: JsonObject): JsonObject {
  const reason = optionalField(body, 'reason', STRING)
  return reason === undefined ? {} : { reason }
}
