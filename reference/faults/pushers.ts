import { isDeepStrictEqual } from 'node:util'
import { isObject } from '../homeserver/body.ts'
import type { NewPusher, StoredPusher } from '../homeserver/storage/pushers.ts'
import { type Fault, fault } from './fault.ts'
import { pick } from './helpers/payload.ts'

/** Faults of setting, listing and removing pushers. */
export const PUSHERS_FAULTS: readonly Fault[] = [
  fault({
    name: 'pushers.first-only-notified',
    breaks: ['pushers.many-per-user'],
    summary: 'Only the first pusher of a user is notified',
    changes: {
      recipients: (correct) => ({
        targets: (pushers) => correct.targets(pushers).slice(0, 1),
      }),
    },
  }),
  fault({
    name: 'pushers.delete-ignores-app-id',
    breaks: ['pushers.identity', 'pushers.null-kind-deletes'],
    summary: 'Deleting a pusher also deletes those of other apps',
    changes: {
      pushers: () => ({
        deletes: (requested, existing) =>
          existing.user_id === requested.user_id && existing.pushkey === requested.pushkey,
      }),
    },
  }),
  fault({
    name: 'pushers.delete-ignores-user',
    breaks: ['pushers.identity', 'pushers.null-kind-deletes'],
    summary: 'Deleting a pusher also deletes those of other users',
    changes: {
      pushers: () => ({
        deletes: (requested, existing) =>
          existing.app_id === requested.app_id && existing.pushkey === requested.pushkey,
      }),
    },
  }),
  fault({
    name: 'pushers.delete-ignored',
    breaks: ['pushers.null-kind-deletes', 'pushers.minimal-deletion'],
    summary: 'Deleting a pusher has no effect',
    changes: { pushers: () => ({ deletes: () => false }) },
  }),
  fault({
    name: 'pushers.set-duplicates',
    breaks: ['pushers.set-updates'],
    summary: 'Setting a pusher again adds another',
    changes: {
      pushers: () => ({
        updates: () => false,
      }),
    },
  }),
  fault({
    name: 'pushers.update-ignored',
    breaks: ['pushers.set-updates'],
    summary: 'Setting a pusher again changes nothing',
    changes: {
      pushers: () => ({
        revise: ({ id: _, ...existing }) => existing,
      }),
    },
  }),
  fault({
    name: 'pushers.update-keeps-url',
    breaks: ['pushers.set-updates'],
    summary: 'Setting a pusher again does not change the gateway URL',
    changes: {
      pushers: () => ({
        revise: (existing, requested) => ({ ...requested, data: { ...requested.data, ...urlOf(existing.data) } }),
      }),
    },
  }),
  fault({
    name: 'pushers.app-id-ignored',
    breaks: ['pushers.identity'],
    summary: 'A second app with the same pushkey replaces the first',
    changes: {
      pushers: () => ({
        updates: (requested, existing) =>
          existing.user_id === requested.user_id && existing.pushkey === requested.pushkey,
      }),
    },
  }),
  fault({
    name: 'pushers.append-false-keeps-others',
    breaks: ['pushers.append-false-takes-over'],
    summary: 'Without append, pushers of other users stay',
    changes: {
      pushers: () => ({
        displaces: () => false,
      }),
    },
  }),
  fault({
    name: 'pushers.append-true-removes-others',
    breaks: ['pushers.append-true-keeps'],
    summary: 'With append, pushers of other users are removed',
    changes: {
      pushers: (correct) => ({
        displaces: (requested, other) => correct.displaces(requested, other, false),
      }),
    },
  }),
  fault({
    name: 'pushers.append-false-ignores-app-id',
    breaks: ['pushers.identity'],
    summary: 'Without append, pushers of other apps are removed too',
    changes: {
      pushers: () => ({
        displaces: (requested, other, append) => !append && other.user_id !== requested.user_id,
      }),
    },
  }),
  fault({
    name: 'pushers.missing-kind-deletes',
    breaks: ['pushers.required-fields'],
    summary: 'A request without kind deletes the pusher',
    changes: {
      pushers: (correct) => ({
        requireFields: (body) => correct.requireFields({ kind: null, ...body }),
      }),
    },
  }),
  fault({
    name: 'pushers.missing-lang-accepted',
    breaks: ['pushers.required-fields'],
    summary: 'A pusher without lang is accepted',
    changes: {
      pushers: (correct) => ({
        requireFields: (body) => correct.requireFields({ lang: 'en', ...body }),
      }),
    },
  }),
  fault({
    name: 'pushers.missing-data-accepted',
    breaks: ['pushers.required-fields', 'pushers.url-required'],
    summary: 'A pusher without data is accepted',
    changes: {
      pushers: (correct) => ({
        requireFields: (body) => correct.requireFields({ data: { url: '' }, ...body }),
        urlProblem: (url, problem) => (url === '' ? undefined : problem),
      }),
    },
  }),
  fault({
    name: 'pushers.missing-url-accepted',
    breaks: ['pushers.url-required'],
    summary: 'An http pusher without a gateway URL is accepted',
    changes: {
      pushers: (correct) => ({
        requireFields: ({ data, ...body }) =>
          correct.requireFields(isObject(data) ? { ...body, data: { url: '', ...data } } : { ...body, data }),
        urlProblem: (url, problem) => (url === '' ? undefined : problem),
      }),
    },
  }),
  fault({
    name: 'pushers.any-url-accepted',
    breaks: ['pushers.other-url'],
    summary: 'A gateway URL with any path is accepted',
    changes: {
      pushers: () => ({
        urlProblem: () => undefined,
      }),
    },
  }),
  fault({
    name: 'pushers.long-ids-accepted',
    breaks: ['pushers.length-limits'],
    summary: 'App IDs and pushkeys of any length are accepted',
    changes: {
      pushers: () => ({
        lengthProblem: () => undefined,
      }),
    },
  }),
  fault({
    name: 'pushers.profile-tag-lost',
    breaks: ['pushers.profile-tag'],
    summary: 'A pusher is listed without its profile tag',
    changes: {
      pushers: (correct) => ({
        present: (pusher) => correct.present({ ...pusher, profile_tag: null }),
      }),
    },
  }),
  fault({
    name: 'pushers.names-swapped',
    breaks: ['pushers.set-creates'],
    summary: 'The app and device display names of a pusher are swapped',
    changes: {
      pushers: (correct) => ({
        present(pusher) {
          const shown = correct.present(pusher)
          const { app_display_name, device_display_name } = shown
          return { ...shown, app_display_name: device_display_name, device_display_name: app_display_name }
        },
      }),
    },
  }),
  fault({
    name: 'pushers.data-lost',
    breaks: ['pushers.set-creates'],
    summary: 'A pusher is listed with only the URL in its data',
    changes: {
      pushers: (correct) => ({
        present: (pusher) => correct.present({ ...pusher, data: urlOf(pusher.data) }),
      }),
    },
  }),
  fault({
    name: 'pushers.custom-data-not-listed',
    breaks: ['pushers.set-creates'],
    summary: 'A pusher is listed without the custom keys of its data',
    changes: {
      pushers: (correct) => ({
        present: (pusher) => correct.present({ ...pusher, data: pick(pusher.data, ['url', 'format']) }),
      }),
    },
  }),
  fault({
    name: 'pushers.set-unchanged-deletes',
    breaks: ['pushers.set-updates'],
    summary: 'Setting a pusher again unchanged deletes it',
    changes: {
      pushers: (correct) => ({
        displaces: (requested, other, append) =>
          correct.displaces(requested, other, append) || isUnchanged(requested, other),
      }),
    },
  }),
  fault({
    name: 'pushers.lang-lost',
    breaks: ['pushers.set-creates'],
    summary: 'Every pusher is listed with the language "en"',
    changes: {
      pushers: (correct) => ({
        present: (pusher) => ({ ...correct.present(pusher), lang: 'en' }),
      }),
    },
  }),
  fault({
    name: 'pushers.lists-all-users',
    breaks: ['pushers.own-only'],
    summary: 'Users see the pushers of other users',
    changes: {
      pushers: () => ({
        list: (pushers) => pushers.all(),
      }),
    },
  }),
  fault({
    name: 'pushers.lists-none',
    breaks: ['pushers.set-creates'],
    summary: 'The list of pushers is empty',
    changes: {
      pushers: () => ({
        list: () => [],
      }),
    },
  }),
  fault({
    name: 'pushers.survive-logout',
    breaks: ['pushers.after-logout'],
    summary: 'A pusher is still notified after its device was logged out',
    changes: {
      pushers: (correct) => ({
        endsWith: (pusher, deviceId, end) => end !== 'logout' && correct.endsWith(pusher, deviceId, end),
      }),
    },
  }),
  fault({
    name: 'pushers.survive-password-change',
    breaks: ['pushers.after-password-change'],
    summary: 'Pushers are still notified after a new password logged out their devices',
    changes: {
      pushers: (correct) => ({
        endsWith: (pusher, deviceId, end) => end !== 'password-change' && correct.endsWith(pusher, deviceId, end),
      }),
    },
  }),
  fault({
    name: 'pushers.lost-with-any-device',
    breaks: ['pushers.after-logout'],
    summary: 'Logging out one device removes the pushers of all devices',
    changes: {
      pushers: () => ({
        endsWith: () => true,
      }),
    },
  }),
  fault({
    name: 'pushers.missing-app-id-accepted',
    breaks: ['pushers.required-fields'],
    summary: 'A pusher without app_id is accepted',
    changes: {
      pushers: (correct) => ({ requireFields: (body) => correct.requireFields({ app_id: 'none', ...body }) }),
    },
  }),
  fault({
    name: 'pushers.missing-pushkey-accepted',
    breaks: ['pushers.required-fields'],
    summary: 'A pusher without pushkey is accepted',
    changes: {
      pushers: (correct) => ({ requireFields: (body) => correct.requireFields({ pushkey: 'none', ...body }) }),
    },
  }),
  fault({
    name: 'pushers.missing-app-display-name-accepted',
    breaks: ['pushers.required-fields'],
    summary: 'A pusher without app_display_name is accepted',
    changes: {
      pushers: (correct) => ({ requireFields: (body) => correct.requireFields({ app_display_name: 'none', ...body }) }),
    },
  }),
  fault({
    name: 'pushers.missing-device-display-name-accepted',
    breaks: ['pushers.required-fields'],
    summary: 'A pusher without device_display_name is accepted',
    changes: {
      pushers: (correct) => ({
        requireFields: (body) => correct.requireFields({ device_display_name: 'none', ...body }),
      }),
    },
  }),
]

function urlOf(data: { url?: string }): { url?: string } {
  return data.url === undefined ? {} : { url: data.url }
}

function isUnchanged(
  { pushkey_ts: _, ...requested }: NewPusher,
  { pushkey_ts: __, id, ...other }: StoredPusher,
): boolean {
  return isDeepStrictEqual({ ...requested }, { ...other })
}
