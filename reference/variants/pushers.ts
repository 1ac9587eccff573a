import { isObject } from '../homeserver/body.ts'
import { invalidParam } from '../homeserver/errors.ts'
import { changingResponses, requestOf, withBody } from './helpers/rewrite.ts'
import { type Variant, variant } from './variant.ts'

/** Variants of setting, listing and removing pushers. */
export const PUSHERS_VARIANTS: readonly Variant[] = [
  variant({
    name: 'pushers.https-only',
    summary: 'Pushers with gateways over plain HTTP are refused',
    allowedBy: ['pushers.plain-http-url', 'pushers.other-url'],
    changes: {
      pushers: (correct) => ({
        urlProblem: (url, fault) =>
          url.startsWith('https:') ? correct.urlProblem(url, fault) : `The gateway URL ${url} is none of HTTPS`,
      }),
    },
  }),
  variant({
    name: 'pushers.listed-in-reverse',
    summary: 'Pushers are listed from the newest to the oldest, and those without a profile tag have an empty one',
    allowedBy: ['pushers.profile-tag', 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3pushers'],
    wrap: changingResponses(({ status, body }, { path }) => {
      if (path !== '/pushers' || !isObject(body) || !Array.isArray(body.pushers)) return { status, body }
      return {
        status,
        body: { ...body, pushers: body.pushers.toReversed().map((one) => ({ profile_tag: '', ...one })) },
      }
    }),
  }),
  variant({
    name: 'pushers.outlive-sessions',
    summary: 'Pushers are still notified after their session was logged out, and after a new password',
    allowedBy: ['pushers.after-logout', 'pushers.after-password-change'],
    changes: { pushers: () => ({ endsWith: () => false }) },
  }),
  variant({
    name: 'pushers.removed-by-new-password',
    summary: 'A new password that logs out other sessions removes all pushers, including those of the current session',
    allowedBy: ['pushers.after-password-change'],
    changes: {
      pushers: (correct) => ({
        endsWith: (pusher, deviceId, end) => end === 'password-change' || correct.endsWith(pusher, deviceId, end),
      }),
    },
  }),
  variant({
    name: 'pushers.unknown-format-refused',
    summary: 'Pushers with an unknown format are refused',
    allowedBy: ['pushers.unknown-format'],
    changes: {
      pushers: (correct) => ({
        requireFields(body) {
          const fields = correct.requireFields(body)
          const format = isObject(fields.data) ? fields.data.format : undefined
          if (format === undefined || format === 'event_id_only') return fields
          throw invalidParam('Unknown format of the pusher')
        },
      }),
    },
  }),
  variant({
    name: 'pushers.any-lengths',
    summary: 'App IDs and pushkeys of any length are accepted',
    allowedBy: ['pushers.length-limits'],
    changes: { pushers: () => ({ lengthProblem: () => undefined }) },
  }),
  variant({
    name: 'pushers.delete-unknown-is-404',
    summary: 'The response to deleting an unknown pusher has status 404',
    allowedBy: ['pushers.delete-unknown'],
    wrap: (fetch) => async (request, peer) => {
      const { method, path } = requestOf(request)
      if (method !== 'POST' || path !== '/pushers/set') return await fetch(request, peer)
      const text = await request.text()
      const fields = parse(text)
      if (fields?.kind === null) {
        const list = await fetch(listRequest(request), peer)
        const pushers: { app_id?: unknown; pushkey?: unknown }[] = (await list.json()).pushers ?? []
        const isKnown = pushers.some(({ app_id, pushkey }) => app_id === fields.app_id && pushkey === fields.pushkey)
        if (list.ok && !isKnown) {
          return Response.json({ errcode: 'M_NOT_FOUND', error: 'Unknown pusher' }, { status: 404 })
        }
      }
      return await fetch(withBody(request, text), peer)
    },
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
