import { isObject } from '../homeserver/body.ts'
import { fault } from './fault.ts'

/** Faults of pushers: which are the same, what is asked of them, and when they end. */
export const PUSHER_FAULTS = [
  fault(
    'pushers.delete-ignores-app-id',
    ['pushers.identity', 'pushers.null-kind-deletes'],
    'Deleting a pusher also deletes those of other apps',
    'pushers',
    () => ({
      deletes: (unwanted, existing) => existing.user_id === unwanted.user_id && existing.pushkey === unwanted.pushkey,
    }),
  ),
  fault(
    'pushers.delete-ignores-user',
    ['pushers.identity', 'pushers.null-kind-deletes'],
    'Deleting a pusher also deletes those of other users',
    'pushers',
    () => ({
      deletes: (unwanted, existing) => existing.app_id === unwanted.app_id && existing.pushkey === unwanted.pushkey,
    }),
  ),
  fault(
    'pushers.delete-ignored',
    ['pushers.null-kind-deletes', 'pushers.short-deletion'],
    'A deleted pusher goes on',
    'pushers',
    () => ({ deletes: () => false }),
  ),
  fault('pushers.set-duplicates', 'pushers.set-updates', 'Setting a pusher again adds another', 'pushers', () => ({
    updates: () => false,
  })),
  fault('pushers.update-ignored', 'pushers.set-updates', 'Setting a pusher again changes nothing', 'pushers', () => ({
    revise: ({ id: _, ...existing }) => existing,
  })),
  fault(
    'pushers.update-keeps-url',
    'pushers.set-updates',
    'Setting a pusher again leaves the gateway URL as it was',
    'pushers',
    () => ({
      revise: (existing, wanted) => ({ ...wanted, data: { ...wanted.data, ...urlOf(existing.data) } }),
    }),
  ),
  fault(
    'pushers.app-id-ignored',
    'pushers.identity',
    'A second app with the same pushkey takes the place of the first',
    'pushers',
    () => ({
      updates: (wanted, existing) => existing.user_id === wanted.user_id && existing.pushkey === wanted.pushkey,
    }),
  ),
  fault(
    'pushers.append-false-keeps-others',
    'pushers.append-false-takes-over',
    'Without append, pushers of other users stay',
    'pushers',
    () => ({
      displaces: () => false,
    }),
  ),
  fault(
    'pushers.append-true-removes-others',
    'pushers.append-true-keeps',
    'With append, pushers of other users go',
    'pushers',
    (correct) => ({
      displaces: (wanted, other) => correct.displaces(wanted, other, false),
    }),
  ),
  fault(
    'pushers.append-false-ignores-app-id',
    'pushers.identity',
    'Without append, pushers of other apps go too',
    'pushers',
    () => ({
      displaces: (wanted, other, append) => !append && other.user_id !== wanted.user_id,
    }),
  ),
  fault(
    'pushers.missing-kind-deletes',
    'pushers.required-fields',
    'A request without kind deletes the pusher',
    'pushers',
    (correct) => ({
      requireFields: (body) => correct.requireFields({ kind: null, ...body }),
    }),
  ),
  ...['app_id', 'pushkey', 'app_display_name', 'device_display_name'].map((field) =>
    fault(
      `pushers.missing-${field.replaceAll('_', '-')}-accepted`,
      'pushers.required-fields',
      `A pusher without ${field} is accepted`,
      'pushers',
      (correct) => ({ requireFields: (body) => correct.requireFields({ [field]: 'none', ...body }) }),
    ),
  ),
  fault(
    'pushers.missing-lang-accepted',
    'pushers.required-fields',
    'A pusher without lang is accepted',
    'pushers',
    (correct) => ({
      requireFields: (body) => correct.requireFields({ lang: 'en', ...body }),
    }),
  ),
  fault(
    'pushers.missing-data-accepted',
    ['pushers.required-fields', 'pushers.url-required'],
    'A pusher without data is accepted',
    'pushers',
    (correct) => ({
      requireFields: (body) => correct.requireFields({ data: { url: '' }, ...body }),
      urlFault: (url, fault) => (url === '' ? undefined : fault),
    }),
  ),
  fault(
    'pushers.missing-url-accepted',
    'pushers.url-required',
    'An http pusher without a gateway URL is accepted',
    'pushers',
    (correct) => ({
      requireFields: ({ data, ...body }) =>
        correct.requireFields(isObject(data) ? { ...body, data: { url: '', ...data } } : { ...body, data }),
      urlFault: (url, fault) => (url === '' ? undefined : fault),
    }),
  ),
  fault('pushers.any-url-accepted', 'pushers.url-path', 'A gateway URL with any path is accepted', 'pushers', () => ({
    urlFault: () => undefined,
  })),
  fault(
    'pushers.long-ids-accepted',
    'pushers.length-limits',
    'App IDs and pushkeys of any length are accepted',
    'pushers',
    () => ({
      lengthFault: () => undefined,
    }),
  ),
  fault(
    'pushers.profile-tag-lost',
    'pushers.profile-tag',
    'A pusher is listed without its profile tag',
    'pushers',
    (correct) => ({
      present: (pusher) => correct.present({ ...pusher, profile_tag: null }),
    }),
  ),
  fault(
    'pushers.names-swapped',
    'pushers.set-creates',
    'App and device display name of a pusher are exchanged',
    'pushers',
    (correct) => ({
      present(pusher) {
        const shown = correct.present(pusher)
        const { app_display_name, device_display_name } = shown
        return { ...shown, app_display_name: device_display_name, device_display_name: app_display_name }
      },
    }),
  ),
  fault(
    'pushers.data-lost',
    'pushers.set-creates',
    'A pusher is listed with nothing but the URL in its data',
    'pushers',
    (correct) => ({
      present: (pusher) => correct.present({ ...pusher, data: urlOf(pusher.data) }),
    }),
  ),
  fault(
    'pushers.lang-lost',
    'pushers.set-creates',
    'Every pusher is listed with the language "en"',
    'pushers',
    (correct) => ({
      present: (pusher) => ({ ...correct.present(pusher), lang: 'en' }),
    }),
  ),
  fault('pushers.lists-everyone', 'pushers.own-only', 'Users see the pushers of other users', 'pushers', () => ({
    list: (pushers) => pushers.all(),
  })),
  fault('pushers.lists-none', 'pushers.set-creates', 'The list of pushers is empty', 'pushers', () => ({
    list: () => [],
  })),
  fault(
    'pushers.survive-logout',
    'pushers.after-logout',
    'A pusher goes on after its device is logged out',
    'pushers',
    (correct) => ({
      endsWith: (pusher, deviceId, end) => end !== 'logout' && correct.endsWith(pusher, deviceId, end),
    }),
  ),
  fault(
    'pushers.survive-password-change',
    'pushers.after-password-change',
    'Pushers of logged-out devices survive a new password',
    'pushers',
    (correct) => ({
      endsWith: (pusher, deviceId, end) => end !== 'password-change' && correct.endsWith(pusher, deviceId, end),
    }),
  ),
  fault(
    'pushers.lost-with-any-device',
    'pushers.after-logout',
    'Logging one device out ends the pushers of all',
    'pushers',
    () => ({
      endsWith: () => true,
    }),
  ),
  fault(
    'pushers.rejected-kept',
    'pushers.rejected-removed',
    'A pusher whose pushkey the gateway rejected goes on',
    'pushers',
    () => ({
      isRejected: () => false,
    }),
  ),
  fault(
    'pushers.rejected-ends-other-apps',
    'gateway.rejected-of-two-apps',
    'A rejected pushkey ends pushers of other apps too',
    'pushers',
    () => ({
      isRejected: (pusher, rejected) => pusher.pushkey === rejected.pushkey,
    }),
  ),
]

function urlOf(data: { url?: string }): { url?: string } {
  return data.url === undefined ? {} : { url: data.url }
}
