import { isObject } from '../homeserver/body.ts'
import { askedBy, responding, withBody } from './rewrite.ts'
import { variant } from './variant.ts'

/** Requests of the push module whose refusals have no errcode of their own. */
const PUSH_MODULE = /^\/(pushers|pushrules|notifications)/

/** What is refused, and how, where that is left open. */
export const REFUSAL_VARIANTS = [
  variant('bad-json-everywhere', {
    summary: 'Whatever is wrong with a body of the push module, it is refused with M_BAD_JSON',
    allowedBy: ['errors.bad-json', 'pushers.missing-errcode'],
    wrap: responding(({ status, body }, { path }) => {
      const isOpen = isObject(body) && /^M_(MISSING_PARAM|INVALID_PARAM|UNKNOWN)$/.test(String(body.errcode))
      if (status !== 400 || !isOpen || !PUSH_MODULE.test(path)) return { status, body }
      return { status, body: { ...body, errcode: 'M_BAD_JSON' } }
    }),
  }),
  variant('bare-errors', {
    summary: 'Errors have an errcode and no word of explanation',
    allowedBy: ['https://spec.matrix.org/v1.19/client-server-api/#standard-error-response'],
    wrap: responding(({ status, body }) => {
      if (status < 400 || !isObject(body)) return { status, body }
      const { error: _, ...bare } = body
      return { status, body: bare }
    }),
  }),
  variant('unknown-pusher-not-found', {
    summary: 'To delete a pusher that there is not is answered with status 404',
    allowedBy: ['pushers.delete-unknown'],
    wrap: (fetch) => async (request, peer) => {
      const { method, path } = askedBy(request)
      if (method !== 'POST' || path !== '/pushers/set') return await fetch(request, peer)
      const text = await request.text()
      const wish = parse(text)
      if (wish?.kind === null) {
        const list = await fetch(listRequest(request), peer)
        const pushers: { app_id?: unknown; pushkey?: unknown }[] = (await list.json()).pushers ?? []
        const isKnown = pushers.some(({ app_id, pushkey }) => app_id === wish.app_id && pushkey === wish.pushkey)
        if (list.ok && !isKnown) {
          return Response.json({ errcode: 'M_NOT_FOUND', error: 'There is no such pusher' }, { status: 404 })
        }
      }
      return await fetch(withBody(request, text), peer)
    },
  }),
  variant('unknown-neighbour-404', {
    summary: 'To put a rule before or after one that there is not is answered with status 404',
    allowedBy: ['rules.relative-to-unknown'],
    wrap: responding(({ status, body }, { method, path }) => {
      const isMeant = method === 'PUT' && path.startsWith('/pushrules/') && isObject(body)
      if (!isMeant || status !== 400 || body.errcode !== 'M_UNKNOWN') return { status, body }
      return { status: 404, body: { errcode: 'M_NOT_FOUND', error: 'There is no such rule to go before or after' } }
    }),
  }),
  variant('defaults-cannot-be-found-to-delete', {
    summary: 'To delete a server-default rule is answered with status 404',
    allowedBy: ['rules.delete-default'],
    wrap: responding(({ status, body }, { method, path }) => {
      if (method !== 'DELETE' || status !== 400 || !path.startsWith('/pushrules/')) return { status, body }
      return { status: 404, body: { errcode: 'M_NOT_FOUND', error: 'There is no such rule of yours' } }
    }),
  }),
]

function listRequest({ url, headers }: Request): Request {
  return new Request(url.replace(/\/pushers\/set(?=$|\?)/, '/pushers'), { headers })
}

function parse(text: string): { kind?: unknown; app_id?: unknown; pushkey?: unknown } | undefined {
  try {
    const body: unknown = JSON.parse(text)
    return isObject(body) ? body : undefined
  } catch {
    return undefined
  }
}
