import { isObject } from '../homeserver/body.ts'
import { changingResponses, requestOf, withBody } from './helpers/rewrite.ts'
import { type Fetch, type Variant, variant } from './variant.ts'

const JSON_TEXT = 'https://spec.matrix.org/v1.19/client-server-api/#api-standards'
const RATE_LIMITS = 'https://spec.matrix.org/v1.19/client-server-api/#rate-limiting'
/** Requests of the suites that the specification marks as rate-limited. */
const RATE_LIMITED =
  /^(POST \/(register|pushers\/set|rooms\/[^/]+\/(join|receipt\/.*|read_markers))|PUT \/pushrules\/.*)$/
/** Requests of the push module whose errcodes the specification does not define. */
const PUSH_MODULE = /^\/(pushers|pushrules|notifications)/

/** Variants of error responses and rate limits. */
export const ERRORS_VARIANTS: readonly Variant[] = [
  variant({
    name: 'errors.strict-content-type',
    summary: 'A request with a body is refused unless its Content-Type is application/json',
    allowedBy: [JSON_TEXT],
    wrap: (fetch) => async (request, peer) => {
      const type = request.headers.get('content-type') ?? ''
      const text = await request.text()
      if (text === '' || type.startsWith('application/json')) return await fetch(withBody(request, text), peer)
      return Response.json({ errcode: 'M_NOT_JSON', error: 'Content-Type: expected application/json' }, { status: 415 })
    },
  }),
  variant({
    name: 'errors.rate-limits',
    summary: 'Every fifth request that can be rate-limited is rate-limited, with retry_after_ms',
    allowedBy: [RATE_LIMITS, 'errors.retry-after'],
    wrap: limiting(5, { retry_after_ms: 40 }, {}),
  }),
  variant({
    name: 'errors.rate-limits-by-header',
    summary: 'Some requests are rate-limited for a second, with Retry-After',
    allowedBy: [RATE_LIMITS, 'errors.rate-limited'],
    span: { since: 'v1.10' },
    wrap: limiting(50, {}, { 'retry-after': '1' }),
  }),
  variant({
    name: 'errors.bad-json-everywhere',
    summary: 'Every invalid body of the push module is refused with M_BAD_JSON',
    allowedBy: ['errors.bad-json', 'pushers.missing-errcode'],
    wrap: changingResponses(({ status, body }, { path }) => {
      const isOpen = isObject(body) && /^M_(MISSING_PARAM|INVALID_PARAM|UNKNOWN)$/.test(String(body.errcode))
      if (status !== 400 || !isOpen || !PUSH_MODULE.test(path)) return { status, body }
      return { status, body: { ...body, errcode: 'M_BAD_JSON' } }
    }),
  }),
  variant({
    name: 'errors.without-message',
    summary: 'Errors have an errcode and no message',
    allowedBy: ['https://spec.matrix.org/v1.19/client-server-api/#standard-error-response'],
    wrap: changingResponses(({ status, body }) => {
      if (status < 400 || !isObject(body)) return { status, body }
      const { error: _, ...bare } = body
      return { status, body: bare }
    }),
  }),
]

function limiting(every: number, fields: object, headers: Record<string, string>): (fetch: Fetch) => Fetch {
  return (fetch) => {
    let requests = 0
    return async (request, peer) => {
      const { method, path } = requestOf(request)
      if (!RATE_LIMITED.test(`${method} ${path}`)) return await fetch(request, peer)
      requests += 1
      if (requests % every !== 0) return await fetch(request, peer)
      const body = { errcode: 'M_LIMIT_EXCEEDED', error: 'Too many requests', ...fields }
      return Response.json(body, { status: 429, headers })
    }
  }
}
