import { isObject } from '../homeserver/body.ts'
import { accountIn, sendAs } from './helpers/accounts.ts'
import { isEmpty, without } from './helpers/json.ts'
import { jsonOf, jsonResponse, requestOf } from './helpers/rewrite.ts'
import { type Fetch, type Variant, variant } from './variant.ts'

const SYNC = 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3sync'
const REGISTRATION = 'https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3register'

/** Variants of unread counts, and of rooms in which something is unread from the start. */
export const UNREAD_COUNTS_VARIANTS: readonly Variant[] = [
  variant({
    name: 'unread-counts.admin-room',
    summary: 'The first user to register is an administrator, and is invited to a room with a message from a bot',
    allowedBy: [REGISTRATION],
    wrap: welcoming({ room: 'Admins', hello: 'Hello, administrator', firstUserOnly: true }),
  }),
  variant({
    name: 'unread-counts.welcome-room',
    summary: 'Every new user joins a room with an unread message from a bot',
    allowedBy: [REGISTRATION],
    wrap: welcoming({ room: 'Welcome', hello: 'Hello, and welcome', firstUserOnly: false }),
  }),
  variant({
    name: 'unread-counts.zero-counts-omitted',
    summary: 'A room without unread notifications has no counts in /sync',
    allowedBy: ['unread-counts.zero'],
    changes: {
      unreadCounts: (correct) => ({
        inSync(threads, perThread) {
          const { unread_notifications, ...others } = correct.inSync(threads, perThread)
          const counts = without(unread_notifications, (count) => count === 0)
          return (isEmpty(counts) ? others : { ...others, unread_notifications: counts }) as ReturnType<
            typeof correct.inSync
          >
        },
      }),
    },
  }),
  variant({
    name: 'unread-counts.empty-threads-listed',
    summary: 'Counts by thread are present on request even if there is no thread',
    allowedBy: ['unread-counts.threads-without-unread'],
    span: { since: 'v1.4' },
    changes: {
      unreadCounts: (correct) => ({
        inSync: (threads, perThread) => ({
          ...(perThread ? { unread_thread_notifications: {} } : {}),
          ...correct.inSync(threads, perThread),
        }),
      }),
    },
  }),
  variant({
    name: 'unread-counts.read-threads-listed',
    summary: 'Counts by thread also contain threads in which nothing is unread any more, with counts of zero',
    allowedBy: ['unread-counts.threads-without-unread'],
    span: { since: 'v1.4' },
    wrap: listingReadThreads,
  }),
  variant({
    name: 'unread-counts.short-timelines',
    summary: 'A timeline in /sync has at most one event, and is limited if there are more',
    allowedBy: [SYNC],
    wrap: (fetch) => async (request, peer) => {
      const url = new URL(request.url)
      const filter = url.searchParams.get('filter') ?? '{}'
      if (requestOf(request).path !== '/sync' || !filter.startsWith('{')) return await fetch(request, peer)
      url.searchParams.set('filter', shortened(filter))
      return await fetch(new Request(url, { headers: request.headers, signal: request.signal }), peer)
    },
  }),
]

/** Adds the threads of earlier responses, which had something unread, to the counts by thread. */
function listingReadThreads(fetch: Fetch): Fetch {
  const known = new Map<string, Set<string>>()
  return async (request, peer) => {
    const isByThread = new URL(request.url).searchParams.get('filter')?.includes('"unread_thread_notifications":true')
    const response = await fetch(request, peer)
    const body = requestOf(request).path === '/sync' && isByThread === true ? await jsonOf(response) : undefined
    if (!isObject(body) || !isObject(body.rooms) || !isObject(body.rooms.join)) return response
    for (const [roomId, room] of Object.entries(body.rooms.join)) {
      if (!isObject(room)) continue
      const unread = room.unread_thread_notifications ?? {}
      const threads = new Set([...(known.get(roomId) ?? []), ...Object.keys(unread)])
      known.set(roomId, threads)
      const zeros = [...threads].map((root) => [root, { notification_count: 0, highlight_count: 0 }])
      room.unread_thread_notifications = { ...Object.fromEntries(zeros), ...unread }
    }
    return jsonResponse(response, response.status, JSON.stringify(body))
  }
}

function shortened(filter: string): string {
  const { room = {}, ...others } = JSON.parse(filter)
  return JSON.stringify({ ...others, room: { ...room, timeline: { ...room.timeline, limit: 1 } } })
}

/** Room that new users find. */
interface Welcome {
  /** Name of the room; each user gets another one */
  room: string
  /** Message of the bot in the room */
  hello: string
  /** True if only the first user gets a room */
  firstUserOnly: boolean
}

function welcoming({ room, hello, firstUserOnly }: Welcome): (fetch: Fetch) => Fetch {
  return (fetch) => {
    let bot: Promise<{ access_token: string }> | undefined
    return async (request, peer) => {
      const response = await fetch(request, peer)
      const account = await accountIn(request, response)
      if (account === undefined || (firstUserOnly && bot !== undefined)) return response
      const auth = { type: 'm.login.dummy' }
      bot ??= sendAs(fetch, request)('POST', 'register', { username: 'server-bot', auth })
      const byBot = sendAs(fetch, request, (await bot).access_token)
      const { room_id } = await byBot('POST', 'createRoom', { name: room, invite: [account.user_id] })
      await sendAs(fetch, request, account.access_token)('POST', `join/${encodeURIComponent(room_id)}`, {})
      const path = `rooms/${encodeURIComponent(room_id)}/send/m.room.message/hello`
      await byBot('PUT', path, { msgtype: 'm.text', body: hello })
      return response
    }
  }
}
