import { Hono } from 'hono'
import { assertSelf, type Env, signedIn } from '../auth.ts'
import { field, readBody, STRING } from '../body.ts'
import { notFound } from '../errors.ts'
import { memberContent } from '../rooms/membership.ts'
import { sendEvent } from '../rooms/send-event.ts'
import type { Services } from '../services.ts'
import type { StoredUser } from '../storage/users.ts'

/**
 * Display names and avatars.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#profiles
 */
export function profileRoutes(services: Services) {
  const { store } = services
  const signed = signedIn(services)

  /** Sends the current name and avatar of the user to their rooms. */
  function updateRooms(userId: string) {
    const content = memberContent(services, userId, 'join')
    for (const roomId of store.memberships.joinedRooms(userId)) {
      const member = { room_id: roomId, type: 'm.room.member', sender: userId, state_key: userId }
      sendEvent(services, { ...member, content, incidental: true })
    }
  }

  function findUser(userId: string): StoredUser {
    const user = store.users.find(userId)
    if (user === undefined) throw notFound(`Unknown user ${userId}`)
    return user
  }

  return new Hono<Env>()
    .get('/profile/:userId', (c) => {
      const user = findUser(c.req.param('userId'))
      return c.json({ ...nameOf(user), ...avatarOf(user) })
    })
    .get('/profile/:userId/displayname', (c) => c.json(nameOf(findUser(c.req.param('userId')))))
    .get('/profile/:userId/avatar_url', (c) => c.json(avatarOf(findUser(c.req.param('userId')))))
    .put('/profile/:userId/displayname', signed, async (c) => {
      const userId = c.req.param('userId')
      assertSelf(c, userId)
      const name = field(await readBody(c.req.raw), 'displayname', STRING)
      store.transaction(() => {
        store.users.setDisplayName(userId, name === '' ? null : name)
        updateRooms(userId)
      })
      return c.json({})
    })
    .put('/profile/:userId/avatar_url', signed, async (c) => {
      const userId = c.req.param('userId')
      assertSelf(c, userId)
      const url = field(await readBody(c.req.raw), 'avatar_url', STRING)
      store.transaction(() => {
        store.users.setAvatarUrl(userId, url === '' ? null : url)
        updateRooms(userId)
      })
      return c.json({})
    })
}

function nameOf({ display_name: name }: StoredUser) {
  return name === null ? {} : { displayname: name }
}

function avatarOf({ avatar_url: url }: StoredUser) {
  return url === null ? {} : { avatar_url: url }
}
