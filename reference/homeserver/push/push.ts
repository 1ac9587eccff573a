import type { NotifyRequest, PushCounts } from '../../../spec/index.ts'
import type { PushFacts } from '../policies/gateway.ts'
import type { Services } from '../services.ts'
import type { StoredPusher } from '../storage/pushers.ts'

/** Sends a notification about an event to each push gateway of the user. */
export function pushEvent(services: Services, facts: Omit<PushFacts, 'counts' | 'priority'>): void {
  const { gateway } = services.policies
  const pushers = targetsOf(services, facts.user_id)
  if (pushers.length === 0) return
  const counts = pushCounts(services, facts.user_id)
  const priority = gateway.priority(facts.event, facts.outcome)
  for (const pusher of pushers) {
    const device = gateway.device(pusher, facts.outcome.tweaks)
    const notification = gateway.notification({ ...facts, counts, priority }, pusher.data.format, device)
    enqueue(services, pusher, gateway.request(notification))
  }
}

/** Tells each push gateway of the user the unread counts as they are now, without an event. */
export function pushBadge(services: Services, userId: string): void {
  const { gateway } = services.policies
  for (const pusher of targetsOf(services, userId)) {
    const badge = gateway.badge(pushCounts(services, userId), gateway.device(pusher, undefined))
    if (badge !== undefined) enqueue(services, pusher, gateway.request(badge))
  }
}

function targetsOf({ policies, store }: Services, userId: string): StoredPusher[] {
  return policies.gateway.targets(store.pushers.ofUser(userId))
}

function pushCounts({ policies, store }: Services, userId: string): PushCounts {
  const joinedRooms = new Set(store.memberships.joinedRooms(userId))
  return policies.gateway.counts(store.notifications.unread(userId), joinedRooms)
}

function enqueue({ delivery }: Services, { id, pushkey, data }: StoredPusher, body: NotifyRequest): void {
  if (data.url !== undefined) delivery.enqueue({ pusherId: String(id), url: data.url, pushkey, body })
}
