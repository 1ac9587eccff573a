import type { Pusher } from '../../../spec/index.ts'
import type { JsonObject } from '../body.ts'
import { missingParam } from '../errors.ts'
import type { NewPusher, PusherStore, StoredPusher } from '../storage/pushers.ts'

/** What tells one pusher from another. */
export type PusherIdentity = Pick<StoredPusher, 'user_id' | 'app_id' | 'pushkey'>

/** How a device came to an end. */
export type DeviceEnd = 'logout' | 'password-change'

/** Decisions about pushers. */
export interface PusherPolicies {
  /** The body of a request to set a pusher, with every required field; throws M_MISSING_PARAM when it lacks one. */
  requireFields(body: JsonObject): JsonObject
  /** What is wrong with the lengths of app ID and pushkey, as a sentence; `undefined` when nothing is. */
  lengthFault(identity: PusherIdentity): string | undefined
  /** What is wrong with a gateway URL, as a sentence, given what the delivery says about it. */
  urlFault(url: string, deliveryFault: string | undefined): string | undefined
  /** Whether setting `wanted` updates `existing` instead of adding another. */
  updates(wanted: PusherIdentity, existing: StoredPusher): boolean
  /** Whether a request to delete `unwanted` is about `existing`. */
  deletes(unwanted: PusherIdentity, existing: StoredPusher): boolean
  /** Whether setting `wanted` removes `other`, by the `append` of the request. */
  displaces(wanted: PusherIdentity, other: StoredPusher, append: boolean): boolean
  /** The pusher after an update. */
  revise(existing: StoredPusher, wanted: NewPusher): NewPusher
  /** The pushers that a user is shown. */
  list(pushers: PusherStore, userId: string): StoredPusher[]
  /** A pusher as the API tells it. */
  present(pusher: StoredPusher): Pusher
  /** Whether the pusher ends when this device of its user does. */
  endsWith(pusher: StoredPusher, deviceId: string, end: DeviceEnd): boolean
  /** Whether the pusher is removed when the gateway of `rejected` rejects its pushkey. */
  isRejected(pusher: StoredPusher, rejected: StoredPusher): boolean
}

export const pusherPolicies: PusherPolicies = {
  requireFields,
  lengthFault({ app_id, pushkey }) {
    const characters = [...app_id].length
    if (characters > 64) return `The app ID has ${characters} characters; it may have 64 at most`
    const bytes = new TextEncoder().encode(pushkey).length
    return bytes > 512 ? `The pushkey has ${bytes} bytes; it may have 512 at most` : undefined
  },
  urlFault: (_url, deliveryFault) => deliveryFault,
  updates: isSamePusher,
  deletes: isSamePusher,
  displaces: (wanted, other, append) =>
    !append && other.user_id !== wanted.user_id && other.app_id === wanted.app_id && other.pushkey === wanted.pushkey,
  revise: (_existing, wanted) => wanted,
  list: (pushers, userId) => pushers.ofUser(userId),
  present: ({ pushkey, app_id, kind, app_display_name, device_display_name, lang, profile_tag, data }) => ({
    pushkey,
    app_id,
    kind,
    app_display_name,
    device_display_name,
    lang,
    data,
    ...(profile_tag === null ? {} : { profile_tag }),
  }),
  endsWith: (pusher, deviceId) => pusher.device_id === deviceId,
  isRejected: (pusher, rejected) => pusher.id === rejected.id,
}

/** @see https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3pushersset */
function isSamePusher(wanted: PusherIdentity, existing: StoredPusher): boolean {
  return existing.user_id === wanted.user_id && existing.app_id === wanted.app_id && existing.pushkey === wanted.pushkey
}

/**
 * Before v1.6 every field was said to be required, even to delete a pusher, which needs none of those that describe
 * it; nobody sent them, so that is not asked for here.
 */
function requireFields(body: JsonObject): JsonObject {
  const always = ['pushkey', 'kind', 'app_id']
  const describing = ['app_display_name', 'device_display_name', 'lang', 'data']
  const required = body.kind === null ? always : [...always, ...describing]
  const missing = required.filter((name) => body[name] === undefined)
  if (missing.length > 0) throw missingParam(`Missing parameters: ${missing.join(', ')}`)
  return body
}
