import { isObject, type JsonObject } from '../homeserver/body.ts'
import { isEmpty, mapObjects, without } from './json.ts'
import { askedBy, both, jsonOf, jsonResponse, responding, withBody } from './rewrite.ts'
import { variant } from './variant.ts'

const SYNC = 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3sync'
const EVENT_IDS = 'https://spec.matrix.org/v1.19/appendices/#event-ids'

/** What is in tokens beside what the server made. */
const ODD_END = '~/+=&?#% "é'

const TOKEN_FIELDS = ['next_batch', 'prev_batch', 'start', 'end', 'next_token']
const TOKEN_QUERIES = ['since', 'from', 'to']

/** `/sync`, and the tokens and IDs that clients get and give back. */
export const SYNC_VARIANTS = [
  variant('zero-counts-left-out-of-sync', {
    summary: 'A room without unread notifications has no counts in /sync',
    allowedBy: ['counts.zero'],
    counts: (correct) => ({
      inSync(threads, perThread) {
        const { unread_notifications, ...others } = correct.inSync(threads, perThread)
        const counts = without(unread_notifications, (count) => count === 0)
        return (isEmpty(counts) ? others : { ...others, unread_notifications: counts }) as ReturnType<
          typeof correct.inSync
        >
      },
    }),
  }),
  variant('empty-threads-listed', {
    summary: 'Where counts by thread are asked for, they are there even if there is no thread',
    allowedBy: ['counts.quiet-threads'],
    span: { since: 'v1.4' },
    counts: (correct) => ({
      inSync: (threads, perThread) => ({
        ...(perThread ? { unread_thread_notifications: {} } : {}),
        ...correct.inSync(threads, perThread),
      }),
    }),
  }),
  variant('sync-never-waits', {
    summary: 'Every /sync is answered soon, whatever its timeout, with or without anything new',
    allowedBy: [SYNC],
    wrap: (fetch) => async (request, peer) => {
      const url = new URL(request.url)
      if (askedBy(request).path !== '/sync' || !url.searchParams.has('timeout')) return await fetch(request, peer)
      url.searchParams.set('timeout', '25')
      return await fetch(new Request(url, { headers: request.headers, signal: request.signal }), peer)
    },
  }),
  variant('empty-sections-in-sync', {
    summary: 'Each /sync has sections for presence, devices and keys, with nothing in them',
    allowedBy: [SYNC],
    wrap: responding(({ status, body }, { path }) => {
      if (path !== '/sync' || status !== 200 || !isObject(body)) return { status, body }
      const rooms = isObject(body.rooms) ? { knock: {}, ...body.rooms } : body.rooms
      const empty = { presence: { events: [] }, to_device: { events: [] }, device_lists: { changed: [], left: [] } }
      return { status, body: { ...empty, device_one_time_keys_count: {}, ...body, rooms } }
    }),
  }),
  variant('sparse-sync', {
    summary: 'What would be empty is left out of /sync',
    allowedBy: [SYNC],
    wrap: responding(({ status, body }, { path }) => ({
      status,
      body: path === '/sync' ? sparse(body) : body,
    })),
  }),
  variant('rules-in-every-sync', {
    summary: 'Each /sync has the push rules in it, whether they have changed or not',
    allowedBy: [SYNC],
    wrap: (fetch) => async (request, peer) => {
      const response = await fetch(request, peer)
      const body = askedBy(request).path === '/sync' && response.ok ? await jsonOf(response) : undefined
      if (!isObject(body)) return response
      const { events = [] } = (body.account_data ?? {}) as { events?: { type: string }[] }
      if (events.some(({ type }) => type === 'm.push_rules')) return response
      const { headers, url } = request
      const content = await (await fetch(new Request(url.replace(/\/sync(?=$|\?)/, '/pushrules/'), { headers }))).json()
      const account_data = { events: [...events, { type: 'm.push_rules', content }] }
      return jsonResponse(response, response.status, JSON.stringify({ ...body, account_data }))
    },
  }),
  variant('short-timelines', {
    summary: 'A timeline in /sync has one event, and is limited when there are more',
    allowedBy: [SYNC],
    wrap: (fetch) => async (request, peer) => {
      const url = new URL(request.url)
      const filter = url.searchParams.get('filter') ?? '{}'
      if (askedBy(request).path !== '/sync' || !filter.startsWith('{')) return await fetch(request, peer)
      url.searchParams.set('filter', shortened(filter))
      return await fetch(new Request(url, { headers: request.headers, signal: request.signal }), peer)
    },
  }),
  variant('odd-tokens', {
    summary: 'Tokens hold slashes, spaces, quotes and what is not ASCII',
    allowedBy: [SYNC],
    wrap: both(
      responding(({ status, body }) => ({ status, body: mapObjects(body, withOddTokens) })),
      (fetch) => async (request, peer) => {
        const url = new URL(request.url)
        for (const name of TOKEN_QUERIES) {
          const token = url.searchParams.get(name)
          if (token !== null) url.searchParams.set(name, withoutOddEnd(token))
        }
        return await fetch(withBody(request, await request.text(), url.href), peer)
      },
    ),
  }),
  variant('slashes-in-event-ids', {
    summary: 'Event IDs have slashes and plus signs in them, as those of room version 3',
    allowedBy: [EVENT_IDS],
    api: (correct) => ({ eventId: (draft) => correct.eventId(draft).replaceAll('-', '+').replaceAll('_', '/') }),
  }),
]

/** Without the sections in which nothing is, down to the lists of events; rooms stay. */
function sparse(section: unknown): unknown {
  if (!isObject(section)) return section
  const inner = Object.entries(section).map(([name, value]) => [name, name === 'events' ? value : sparse(value)])
  const isHollow = (value: unknown) =>
    isEmpty(value) || (isObject(value) && isEmpty(value.events) && !('limited' in value))
  return without(Object.fromEntries(inner), (value, name) => !/^(!|events$|unread_)/.test(name) && isHollow(value))
}

function shortened(filter: string): string {
  const { room = {}, ...others } = JSON.parse(filter)
  return JSON.stringify({ ...others, room: { ...room, timeline: { ...room.timeline, limit: 1 } } })
}

function withOddTokens(object: JsonObject): JsonObject {
  const change = ([name, value]: [string, unknown]) =>
    TOKEN_FIELDS.includes(name) && typeof value === 'string' ? [name, value + ODD_END] : [name, value]
  return Object.fromEntries(Object.entries(object).map(change))
}

/** A token without the odd end is none of this server. */
function withoutOddEnd(token: string): string {
  return token.endsWith(ODD_END) ? token.slice(0, -ODD_END.length) : `none: ${token}`
}
