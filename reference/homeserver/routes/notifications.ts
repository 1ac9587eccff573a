import { Hono } from 'hono'
import { atLeast, type NotificationItem } from '../../../spec/index.ts'
import { type Env, signedIn } from '../auth.ts'
import { quote } from '../body.ts'
import { invalidParam } from '../errors.ts'
import { clientEvent, clientEventWithoutRoomId } from '../rooms/client-event.ts'
import type { Services } from '../services.ts'
import type { ListedNotification } from '../storage/notifications.ts'
import { readLimit } from './query.ts'

const DEFAULT_LIMIT = 20
const MAX_LIMIT = 500

/**
 * Lists the notifications of the user.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3notifications
 */
export function notificationRoutes(services: Services) {
  const { policies, specVersion, store } = services

  function present(item: ListedNotification): NotificationItem[] {
    const event = store.events.find(item.room_id, item.event_id)
    if (event === undefined) return []
    const shown = atLeast(specVersion, 'v1.2') ? clientEventWithoutRoomId(store, event) : clientEvent(store, event)
    const { actions, read, room_id, ts } = item
    return [{ actions, event: shown, read, room_id, ts }]
  }

  return new Hono<Env>().get('/notifications', signedIn(services), (c) => {
    const { from, limit, only } = c.req.query()
    const { items, next } = policies.notifications.page(store.notifications, c.get('session').userId, {
      before: readFrom(from),
      limit: readLimit(limit, DEFAULT_LIMIT, MAX_LIMIT),
      onlyHighlights: only === 'highlight',
    })
    const token = next === undefined ? {} : { next_token: `n${next}` }
    return c.json(policies.schema.response('getNotifications', { notifications: items.flatMap(present), ...token }))
  })
}

function readFrom(from: string | undefined): number {
  if (from === undefined) return Number.MAX_SAFE_INTEGER
  if (/^n\d{1,15}$/.test(from)) return Number(from.slice(1))
  throw invalidParam(`Parameter "from": expected a "next_token" of this server, found ${quote(from)}`)
}
