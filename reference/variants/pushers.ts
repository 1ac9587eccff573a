import { isObject } from '../homeserver/body.ts'
import { invalidParam } from '../homeserver/errors.ts'
import { responding } from './rewrite.ts'
import { variant } from './variant.ts'

/** Pushers: how they are listed, what is accepted, and when they end. */
export const PUSHER_VARIANTS = [
  variant('pushers-listed-backwards', {
    summary: 'Pushers are listed from the newest to the oldest, and those without a profile tag have an empty one',
    allowedBy: ['pushers.profile-tag', 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3pushers'],
    wrap: responding(({ status, body }, { path }) => {
      if (path !== '/pushers' || !isObject(body) || !Array.isArray(body.pushers)) return { status, body }
      return {
        status,
        body: { ...body, pushers: body.pushers.toReversed().map((one) => ({ profile_tag: '', ...one })) },
      }
    }),
  }),
  variant('pushers-outlive-sessions', {
    summary: 'Pushers go on after their session was logged out, and after a new password',
    allowedBy: ['pushers.after-logout', 'pushers.after-password-change'],
    pushers: () => ({ endsWith: () => false }),
  }),
  variant('new-password-ends-pushers', {
    summary: 'A new password that logs other sessions out ends all pushers, those of the session that goes on included',
    allowedBy: ['pushers.after-password-change'],
    pushers: (correct) => ({
      endsWith: (pusher, deviceId, end) => end === 'password-change' || correct.endsWith(pusher, deviceId, end),
    }),
  }),
  variant('strict-pushers', {
    summary: 'Pushers with a format that it does not know are refused',
    allowedBy: ['pushers.unknown-format'],
    pushers: (correct) => ({
      requireFields(body) {
        const wish = correct.requireFields(body)
        const format = isObject(wish.data) ? wish.data.format : undefined
        if (format === undefined || format === 'event_id_only') return wish
        throw invalidParam('The format of the pusher is not known')
      },
    }),
  }),
  variant('any-lengths', {
    summary: 'App IDs and pushkeys of any length are accepted',
    allowedBy: ['pushers.length-limits'],
    pushers: () => ({ lengthFault: () => undefined }),
  }),
]
