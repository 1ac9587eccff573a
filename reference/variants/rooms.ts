import { isObject } from '../homeserver/body.ts'
import { askedBy, asking, both, jsonOf, responding } from './rewrite.ts'
import { type Fetch, variant } from './variant.ts'

const ROOM_VERSIONS = 'https://spec.matrix.org/v1.19/rooms/#complete-list-of-room-versions'
const PROFILES = 'https://spec.matrix.org/v1.19/client-server-api/#profiles'
const SERVER_NAMES = 'https://spec.matrix.org/v1.19/appendices/#server-name'
const CREATION = 'https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3createroom'
const REGISTRATION = 'https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3register'

/** Rooms and users, as far as servers make them differently. */
export const ROOM_VARIANTS = [
  roomVersion('10', 'v1.3'),
  roomVersion('12', 'v1.16'),
  variant('admin-room', {
    summary: 'The first user to register is an administrator, invited to a room in which a bot has said hello',
    allowedBy: [REGISTRATION],
    wrap: welcoming({ room: 'Admins', hello: 'Hello, administrator', firstAlone: true }),
  }),
  variant('welcome-room', {
    summary: 'Every new user is in a room of the server, in which a bot has said hello, which is unread',
    allowedBy: [REGISTRATION],
    wrap: welcoming({ room: 'Welcome', hello: 'Hello, and welcome', firstAlone: false }),
  }),
  variant('address-as-server-name', {
    summary: 'The name of the server is an address in brackets with a port after it',
    allowedBy: [SERVER_NAMES],
    serverName: '[2001:db8::1]:8448',
  }),
  variant('localparts-of-its-own', {
    summary: 'The localpart of a new user is not what was asked for, but begins with it',
    allowedBy: [REGISTRATION],
    wrap: asking(({ username, ...body }, { path }) =>
      path === '/register' && typeof username === 'string' ? { ...body, username: `${username}=2e+1` } : body,
    ),
  }),
  variant('rooms-begin-otherwise', {
    summary: 'New rooms have state of the server, and their power levels say nothing of notifications',
    allowedBy: [CREATION, 'conditions.notification-permission.defaults'],
    wrap: asking((body, { path }) => {
      if (path !== '/createRoom') return body
      const { initial_state: state = [], power_level_content_override: levels = {} } = body
      const own = { type: 'org.example.retention', state_key: '', content: { max_lifetime: 86_400_000 } }
      return {
        ...body,
        initial_state: Array.isArray(state) ? [...state, own] : state,
        power_level_content_override: isObject(levels) ? { invite: 50, notifications: {}, ...levels } : levels,
      }
    }),
  }),
  variant('no-names-for-one-room', {
    summary: 'The name that a user takes for one room is dropped without a word',
    allowedBy: [PROFILES],
    wrap: asking(({ displayname, ...body }, { method, path }) => {
      const isMember = method === 'PUT' && /^\/rooms\/[^/]+\/state\/m\.room\.member\//.test(path)
      return isMember || displayname === undefined ? body : { displayname, ...body }
    }),
  }),
  variant('named-at-registration', {
    summary: 'New users have a display name with a sign at its end',
    allowedBy: [PROFILES],
    wrap: (fetch) => async (request, peer) => {
      const response = await fetch(request, peer)
      const account = await accountIn(request, response)
      if (account === undefined) return response
      const path = `profile/${encodeURIComponent(account.user_id)}/displayname`
      const displayname = `${account.user_id.replace(/^@(.*):.*$/, '$1')} 🔨`
      await as(fetch, request, account.access_token)('PUT', path, { displayname })
      return response
    },
  }),
]

function roomVersion(version: string, since: 'v1.3' | 'v1.16') {
  return variant(`rooms-of-version-${version}`, {
    summary: `Rooms are of version ${version} unless another one is asked for`,
    allowedBy: [ROOM_VERSIONS],
    span: { since },
    wrap: both(
      asking((body, { path }) => (path === '/createRoom' ? { room_version: version, ...body } : body)),
      responding(({ status, body }, { path }) => {
        if (path !== '/capabilities' || !isObject(body)) return { status, body }
        const text = JSON.stringify(body).replace(/("m\.room_versions":\{"default":)"\d+"/, `$1"${version}"`)
        return { status, body: JSON.parse(text) }
      }),
    ),
  })
}

/** The account that a request has made; `undefined` when it has made none, or none that is signed in. */
async function accountIn(request: Request, response: Response) {
  const { method, path } = askedBy(request)
  if (method !== 'POST' || path !== '/register' || !response.ok) return undefined
  const body = await jsonOf(response)
  if (!isObject(body) || typeof body.user_id !== 'string' || typeof body.access_token !== 'string') return undefined
  return { user_id: body.user_id, access_token: body.access_token }
}

/** Requests to the same homeserver, by a user. */
function as(fetch: Fetch, { url }: Request, token?: string) {
  const base = url.replace(/(\/_matrix\/client\/(r0|v3)\/).*$/, '$1')
  return async (method: string, path: string, body: object) => {
    const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` }
    const headers = { 'content-type': 'application/json', ...authorization }
    const response = await fetch(new Request(base + path, { method, headers, body: JSON.stringify(body) }))
    return await response.json()
  }
}

/** What new users find. */
interface Welcome {
  /** The name of the room that they are in, each in another one */
  room: string
  /** What the bot has said there */
  hello: string
  /** Whether it is there for the very first user alone */
  firstAlone: boolean
}

function welcoming({ room, hello, firstAlone }: Welcome): (fetch: Fetch) => Fetch {
  return (fetch) => {
    let bot: Promise<{ access_token: string }> | undefined
    return async (request, peer) => {
      const response = await fetch(request, peer)
      const account = await accountIn(request, response)
      if (account === undefined || (firstAlone && bot !== undefined)) return response
      const auth = { type: 'm.login.dummy' }
      bot ??= as(fetch, request)('POST', 'register', { username: 'server-bot', auth })
      const byBot = as(fetch, request, (await bot).access_token)
      const { room_id } = await byBot('POST', 'createRoom', { name: room, invite: [account.user_id] })
      await as(fetch, request, account.access_token)('POST', `join/${encodeURIComponent(room_id)}`, {})
      const path = `rooms/${encodeURIComponent(room_id)}/send/m.room.message/hello`
      await byBot('PUT', path, { msgtype: 'm.text', body: hello })
      return response
    }
  }
}
