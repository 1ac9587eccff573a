import type { PusherData } from '../../../spec/index.ts'
import type { Session } from '../auth.ts'
import { BOOLEAN, field, type JsonObject, OBJECT, optionalField, quote, STRING } from '../body.ts'
import { invalidParam } from '../errors.ts'
import type { PusherIdentity } from '../policies/pushers.ts'
import type { Services } from '../services.ts'
import type { NewPusher, StoredPusher } from '../storage/pushers.ts'
import { removePushers } from './end-pushers.ts'

/**
 * Creates, updates or deletes a pusher, as the body of the request asks. Nothing changes when the body is refused.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3pushersset
 */
export function setPusher(services: Services, session: Session, body: JsonObject): void {
  const wish = services.policies.pushers.requireFields(body)
  if (wish.kind === null) {
    const unwanted = readIdentity(session, wish)
    services.store.transaction(() => deletePusher(services, unwanted))
  } else {
    const wanted = readPusher(services, session, wish)
    const append = optionalField(wish, 'append', BOOLEAN) ?? false
    services.store.transaction(() => putPusher(services, wanted, append))
  }
}

function deletePusher(services: Services, unwanted: PusherIdentity): void {
  const { policies, store } = services
  const candidates = store.pushers.ofPushkey(unwanted.pushkey)
  removePushers(
    services,
    candidates.filter((pusher) => policies.pushers.deletes(unwanted, pusher)),
  )
}

function putPusher(services: Services, wanted: NewPusher, append: boolean): void {
  const { policies, store } = services
  const others = store.pushers.ofPushkey(wanted.pushkey)
  removePushers(
    services,
    others.filter((pusher) => policies.pushers.displaces(wanted, pusher, append)),
  )
  const existing = others.find((pusher) => policies.pushers.updates(wanted, pusher))
  if (existing === undefined) {
    store.pushers.add(wanted)
    return
  }
  const revised = policies.pushers.revise(existing, wanted)
  store.pushers.update(existing.id, revised)
  if (revised.data.url !== existing.data.url) changeGateway(services, existing, revised)
}

/** What waits goes to the new gateway, and at once: how often the old one failed says nothing about it. */
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
  const lengthFault = policies.pushers.lengthFault(identity)
  if (lengthFault !== undefined) throw invalidParam(lengthFault)
  const kind = field(body, 'kind', STRING)
  const data: PusherData = field(body, 'data', OBJECT)
  if (kind === 'http') {
    const url = field(data, 'url', STRING)
    const fault = policies.pushers.urlFault(url, delivery.checkUrl(url))
    if (fault !== undefined) throw invalidParam(fault)
  } else if (kind !== 'email') {
    throw invalidParam(`The kind is ${quote(kind)}; it must be "http", "email" or null`)
  } else if (identity.app_id !== 'm.email') {
    throw invalidParam(`The app ID is ${quote(identity.app_id)}; for an email pusher it must be "m.email"`)
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
