import { Hono } from 'hono'
import { type Env, signedIn } from '../auth.ts'
import { field, optionalField, readBody, readOptionalBody, STRING, STRINGS } from '../body.ts'
import { assertJoined } from '../rooms/authorise.ts'
import { createRoom } from '../rooms/create-room.ts'
import { upgradeRoom } from '../rooms/upgrade-room.ts'
import type { Services } from '../services.ts'

/**
 * Creates and upgrades rooms, and lists their members.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#rooms-1
 */
export function roomRoutes(services: Services) {
  const { store } = services
  const signed = signedIn(services)

  return new Hono<Env>()
    .post('/createRoom', signed, async (c) => {
      const body = await readOptionalBody(c.req.raw)
      return c.json({ room_id: createRoom(services, c.get('session').userId, body) })
    })
    .post('/rooms/:roomId/upgrade', signed, async (c) => {
      const body = await readBody(c.req.raw)
      const replacement = upgradeRoom(services, {
        roomId: c.req.param('roomId'),
        userId: c.get('session').userId,
        version: field(body, 'new_version', STRING),
        additionalCreators: optionalField(body, 'additional_creators', STRINGS) ?? [],
      })
      return c.json({ replacement_room: replacement })
    })
    .get('/joined_rooms', signed, (c) => {
      return c.json({ joined_rooms: store.memberships.joinedRooms(c.get('session').userId) })
    })
    .get('/rooms/:roomId/joined_members', signed, (c) => {
      const roomId = c.req.param('roomId')
      assertJoined(store, roomId, c.get('session').userId)
      const joined = store.memberships.joined(roomId).map(({ user_id, display_name }) => {
        const avatar = store.events.state(roomId, 'm.room.member', user_id)?.content.avatar_url
        const name = display_name === null ? {} : { display_name }
        return [user_id, { ...name, ...(STRING.test(avatar) ? { avatar_url: avatar } : {}) }]
      })
      return c.json({ joined: Object.fromEntries(joined) })
    })
}
