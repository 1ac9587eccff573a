import type { NotifyRequest, PushCounts } from '../../../spec/index.ts'
import { systemClock } from '../../delivery/index.ts'
import type { LogEntry } from '../../log.ts'
import type { PushContext } from '../policies/payload.ts'
import type { Services } from '../services.ts'
import type { StoredEvent } from '../storage/events.ts'
import type { UnreadOfUser } from '../storage/notifications.ts'
import { MAX_PENDING } from '../storage/push-queue.ts'
import type { StoredPusher } from '../storage/pushers.ts'
import type { RoomInfo } from './room-info.ts'
import { roomStays } from './room-stays.ts'

/** User who is notified of an event, with the outcome of the rules. */
export type PushedUser = Pick<PushContext, 'user_id' | 'outcome'>

/**
 * Queues push requests about an event for the pushers of the notified users. It must be called in the transaction of the
 * event; the delivery starts after the commit. Pushers and counts are looked up for all users at once.
 *
 * @param onlyPusher ID of the only pusher that is notified; default: all of them
 */
export function pushEvent(
  services: Services,
  event: StoredEvent,
  room: RoomInfo,
  notified: readonly PushedUser[],
  onlyPusher?: number,
): void {
  const { policies, store } = services
  const { payload, recipients } = policies
  const pushers = store.pushers.ofUsers(notified.map(({ user_id }) => user_id))
  const unread = store.notifications.unreadOf([...pushers.keys()])
  const senderName = room.members.find((member) => member.user_id === event.sender)?.display_name ?? undefined
  for (const { user_id, outcome } of notified) {
    const targets = recipients
      .targets(pushers.get(user_id) ?? [])
      .filter(({ id }) => onlyPusher === undefined || id === onlyPusher)
    if (targets.length === 0) continue
    const counts = countsOf(services, user_id, unread.get(user_id))
    const priority = payload.priority(event, outcome)
    const context = { event, room, senderName, user_id, outcome, counts, priority }
    for (const [pusher, ...others] of recipients.groups(targets)) {
      if (pusher === undefined) continue
      const device = (one: StoredPusher) => payload.device(one, outcome.tweaks)
      const notification = payload.notification(context, pusher.data.format, device(pusher))
      const devices = [...notification.devices, ...others.map(device)]
      enqueue(services, pusher, payload.request({ ...notification, devices }), false)
    }
  }
}

const NOTHING_UNREAD: UnreadOfUser = { threads: [], joinedRooms: new Set() }

/** Returns the badge counts of a user. */
function countsOf({ policies, store }: Services, userId: string, unread = NOTHING_UNREAD): PushCounts {
  const threads = policies.unreadCounts.unread(unread.threads, () => store.notifications.eachUnread(userId))
  return policies.payload.counts(threads, unread.joinedRooms, () => roomStays(store, userId))
}

/** Queues push requests with the current unread counts, without an event, for the pushers of the user. */
export function pushBadge(services: Services, userId: string): void {
  const { policies, store } = services
  const { payload, recipients } = policies
  const targets = recipients.targets(store.pushers.ofUser(userId))
  if (targets.length === 0) return
  const counts = countsOf(services, userId, store.notifications.unreadOf([userId]).get(userId))
  for (const [pusher, ...others] of recipients.groups(targets)) {
    if (pusher === undefined) continue
    const device = (one: StoredPusher) => payload.device(one, undefined)
    const badge = payload.badge(counts, device(pusher))
    if (badge === undefined) continue
    const devices = [...badge.devices, ...others.map(device)]
    enqueue(services, pusher, payload.request({ ...badge, devices }), true)
  }
}

function enqueue(services: Services, { id, pushkey, data }: StoredPusher, body: NotifyRequest, isBadge: boolean): void {
  const { delivery, store } = services
  if (data.url === undefined) return
  const request = {
    pusherId: id,
    url: data.url,
    pushkey,
    queuedAt: systemClock.now(),
    isBadge,
    body: JSON.stringify(body),
  }
  const dropped = store.pushQueue.add(request)
  store.afterCommit(() => {
    if (dropped > 0) services.log(overflow(id, dropped))
    delivery.wake([id])
  })
}

function overflow(pusher: number, requests: number): LogEntry {
  const text = `Giving up ${requests} of the oldest pushes of pusher ${pusher}: more than ${MAX_PENDING} were pending`
  return { part: 'delivery', level: 'warning', event: 'push-given-up', text, details: { pusher, requests } }
}
