import type { Pusher } from '../../../spec/index.ts'
import type { JsonObject } from '../body.ts'
import { missingParam } from '../errors.ts'
import type { NewPusher, PusherStore, StoredPusher } from '../storage/pushers.ts'

/** Properties that identify a pusher. */
export type PusherIdentity = Pick<StoredPusher, 'user_id' | 'app_id' | 'pushkey'>

/** Reason for which a device was removed. */
export type DeviceRemoval = 'logout' | 'password-change'

/** Decisions about pushers. */
export interface PusherPolicies {
  /**
   * Returns the body of a request to set a pusher, with every required field.
   *
   * @throws {RequestError} when a required field is missing
   */
  requireFields(body: JsonObject): JsonObject
  /** Returns a sentence about an app ID or pushkey that is too long; `undefined` if both are short enough. */
  lengthProblem(identity: PusherIdentity): string | undefined
  /** Returns a sentence about a gateway URL to refuse, given what the delivery found; `undefined` to accept it. */
  urlProblem(url: string, deliveryProblem: string | undefined): string | undefined
  /** Reports whether setting `requested` updates `existing` instead of adding another pusher. */
  updates(requested: PusherIdentity, existing: StoredPusher): boolean
  /** Reports whether a request to delete `requested` deletes `existing`. */
  deletes(requested: PusherIdentity, existing: StoredPusher): boolean
  /** Reports whether setting `requested` removes `other`, depending on `append` in the request. */
  displaces(requested: NewPusher, other: StoredPusher, append: boolean): boolean
  /** Returns the pusher after an update. */
  revise(existing: StoredPusher, requested: NewPusher): NewPusher
  /** True if a new pusher is notified of earlier events */
  startsWithEarlier: boolean
  /** Returns the pushers that a user is shown. */
  list(pushers: PusherStore, userId: string): StoredPusher[]
  /** Returns a pusher as the API lists it. */
  present(pusher: StoredPusher): Pusher
  /** Reports whether removing this device of its user removes the pusher. */
  endsWith(pusher: StoredPusher, deviceId: string, removal: DeviceRemoval): boolean
  /** Reports whether the pusher is removed when the gateway of `rejected` rejects its pushkey. */
  isRejected(pusher: StoredPusher, rejected: StoredPusher): boolean
  /** Returns further pushers that are removed along with a rejected one. */
  removedAlong(pushers: PusherStore, rejected: StoredPusher): StoredPusher[]
}

export const pusherPolicies: PusherPolicies = {
  requireFields,
  lengthProblem({ app_id, pushkey }) {
    const characters = [...app_id].length
    if (characters > 64) return `app_id: expected at most 64 characters, found ${characters}`
    const bytes = new TextEncoder().encode(pushkey).length
    return bytes > 512 ? `pushkey: expected at most 512 bytes, found ${bytes}` : undefined
  },
  urlProblem: (_url, deliveryProblem) => deliveryProblem,
  updates: isSamePusher,
  deletes: isSamePusher,
  displaces: (requested, other, append) =>
    !append &&
    other.user_id !== requested.user_id &&
    other.app_id === requested.app_id &&
    other.pushkey === requested.pushkey,
  revise: (_existing, requested) => requested,
  startsWithEarlier: false,
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
  removedAlong: () => [],
}

/** @see https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3pushersset */
function isSamePusher(requested: PusherIdentity, existing: StoredPusher): boolean {
  return (
    existing.user_id === requested.user_id &&
    existing.app_id === requested.app_id &&
    existing.pushkey === requested.pushkey
  )
}

/**
 * Deleting a pusher does not require the fields that describe it. Before v1.6 the specification required them, but no
 * client sent them.
 */
function requireFields(body: JsonObject): JsonObject {
  const always = ['pushkey', 'kind', 'app_id']
  const describing = ['app_display_name', 'device_display_name', 'lang', 'data']
  const required = body.kind === null ? always : [...always, ...describing]
  const missing = required.filter((name) => body[name] === undefined)
  if (missing.length > 0) throw missingParam(`Missing parameters: ${missing.join(', ')}`)
  return body
}
