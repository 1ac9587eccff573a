import type { PusherData } from '../../../spec/index.ts'
import type { Session } from '../auth.ts'
import { BOOLEAN, field, type JsonObject, OBJECT, optionalField, quote, STRING } from '../body.ts'
import { invalidParam } from '../errors.ts'
import type { PusherIdentity } from '../policies/pushers.ts'
import type { Services } from '../services.ts'
import type { NewPusher, StoredPusher } from '../storage/pushers.ts'
import { removePushers } from './end-pushers.ts'
import { notifyOfEarlier } from './notify.ts'

/**
 * Creates, updates or deletes a pusher as the body of the request asks.
 *
 * @throws {RequestError} when the body is invalid; nothing has changed then
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3pushersset
 */
export function setPusher(services: Services, session: Session, body: JsonObject): void {
  const fields = services.policies.pushers.requireFields(body)
  if (fields.kind === null) {
    const requested = readIdentity(session, fields)
    services.store.transaction(() => deletePusher(services, requested))
  } else {
    const requested = readPusher(services, session, fields)
    const append = optionalField(fields, 'append', BOOLEAN) ?? false
    services.store.transaction(() => putPusher(services, requested, append))
  }
}

function deletePusher(services: Services, requested: PusherIdentity): void {
  const { policies, store } = services
  const candidates = store.pushers.ofPushkey(requested.pushkey)
  removePushers(
    services,
    candidates.filter((pusher) => policies.pushers.deletes(requested, pusher)),
  )
}

function putPusher(services: Services, requested: NewPusher, append: boolean): void {
  const { policies, store } = services
  const others = store.pushers.ofPushkey(requested.pushkey)
  removePushers(
    services,
    others.filter((pusher) => policies.pushers.displaces(requested, pusher, append)),
  )
  const existing = others.find((pusher) => policies.pushers.updates(requested, pusher))
  if (existing === undefined) {
    store.pushers.add(requested)
    if (policies.pushers.startsWithEarlier) notifyNewPusher(services, requested)
    return
  }
  const revised = policies.pushers.revise(existing, requested)
  store.pushers.update(existing.id, revised)
  if (revised.data.url !== existing.data.url) changeGateway(services, existing, revised)
}

function notifyNewPusher(services: Services, { user_id, pushkey, app_id }: NewPusher): void {
  const pusher = services.store.pushers
    .ofUser(user_id)
    .find((stored) => stored.pushkey === pushkey && stored.app_id === app_id)
  if (pusher !== undefined) notifyOfEarlier(services, user_id, { pusherId: pusher.id })
}

/** Redirects pending requests to the new gateway. They are sent at once, since only the old gateway failed. */
function changeGateway({ delivery, policies, store }: Services, { id, data }: StoredPusher, revised: NewPusher): void {
  const [oldUrl, newUrl] = [data.url, revised.data.url]
  const url = oldUrl && newUrl && policies.delivery.urlAfterChange(oldUrl, newUrl)
  if (url === oldUrl) return
  if (url === undefined) store.pushQueue.removeOf(id)
  else store.pushQueue.redirect(id, url)
  store.afterCommit(() => {
    delivery.drop(id)
    delivery.wake([id])
  })
}

function readPusher({ delivery, policies }: Services, session: Session, body: JsonObject): NewPusher {
  const identity = readIdentity(session, body)
  const lengthProblem = policies.pushers.lengthProblem(identity)
  if (lengthProblem !== undefined) throw invalidParam(lengthProblem)
  const kind = field(body, 'kind', STRING)
  const data: PusherData = field(body, 'data', OBJECT)
  if (kind === 'http') {
    const url = field(data, 'url', STRING)
    const urlProblem = policies.pushers.urlProblem(url, delivery.checkUrl(url))
    if (urlProblem !== undefined) throw invalidParam(urlProblem)
  } else if (kind !== 'email') {
    throw invalidParam(`kind: expected "http", "email" or null, found ${quote(kind)}`)
  } else if (identity.app_id !== 'm.email') {
    throw invalidParam(`app_id: expected "m.email" for an email pusher, found ${quote(identity.app_id)}`)
  }
  return {
    ...identity,
    device_id: session.deviceId,
    pushkey_ts: Math.floor(Date.now() / 1000),
    kind,
    app_display_name: field(body, 'app_display_name', STRING),
    device_display_name: field(body, 'device_display_name', STRING),
    lang: field(body, 'lang', STRING),
    profile_tag: optionalField(body, 'profile_tag', STRING) ?? null,
    data,
  }
}

function readIdentity(session: Session, body: JsonObject): PusherIdentity {
  return { user_id: session.userId, app_id: field(body, 'app_id', STRING), pushkey: field(body, 'pushkey', STRING) }
}
