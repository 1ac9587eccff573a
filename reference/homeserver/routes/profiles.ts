import { Hono } from 'hono'
import { assertSelf, type Env, signedIn } from '../auth.ts'
import { field, readBody, STRING } from '../body.ts'
import { notFound } from '../errors.ts'
import { memberContent } from '../rooms/membership.ts'
import { sendEvent } from '../rooms/send-event.ts'
import type { Services } from '../services.ts'

/**
 * Display names.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#profiles
 */
export function profileRoutes(services: Services) {
  const { store } = services

  /** Tells the user's rooms the name by which they go now. */
  function updateRooms(userId: string) {
    const content = memberContent(services, userId, 'join')
    for (const roomId of store.memberships.joinedRooms(userId)) {
      const member = { room_id: roomId, type: 'm.room.member', sender: userId, state_key: userId }
      sendEvent(services, { ...member, content, incidental: true })
    }
  }

  return new Hono<Env>()
    .get('/profile/:userId/displayname', (c) => {
      const user = store.users.find(c.req.param('userId'))
      if (user === undefined) throw notFound(`The user ${c.req.param('userId')} is not known here`)
      return c.json(user.display_name === null ? {} : { displayname: user.display_name })
    })
    .put('/profile/:userId/displayname', signedIn(services), async (c) => {
      const userId = c.req.param('userId')
      assertSelf(c, userId)
      const name = field(await readBody(c.req.raw), 'displayname', STRING)
      store.users.setDisplayName(userId, name === '' ? null : name)
      updateRooms(userId)
      return c.json({})
    })
}
