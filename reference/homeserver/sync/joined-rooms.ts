import { atLeast, type JoinedRoom } from '../../../spec/index.ts'
import { roomView } from '../rooms/visibility.ts'
import type { Services } from '../services.ts'
import type { Receipt } from '../storage/receipts.ts'
import type { SyncRequest } from './sync-request.ts'
import { timelineAndState } from './timeline.ts'

/** Returns the rooms that the user is joined to and that have changes to report. */
export function joinedRooms(services: Services, request: SyncRequest, upTo: number): Record<string, JoinedRoom> {
  const { policies, store, typing } = services
  const { session, filter, since = -1, fullState } = request
  const { userId } = session
  const newReceipts = store.receipts.inRoomsOf(userId, since)
  const shown = newReceipts.filter((receipt) => policies.receipts.isShown(receipt, userId))
  const reading = newReceipts.filter((receipt) => receipt.user_id === userId && policies.unreadCounts.reportsAlone)
  const receipts = Map.groupBy(shown, (receipt) => receipt.room_id)
  const accountData = Map.groupBy(store.accountData.changed(userId, since), (data) => data.room_id)
  const counts = policies.unreadCounts.unread(store.notifications.unread(userId), () =>
    store.notifications.eachUnread(userId),
  )
  const unread = Map.groupBy(counts, (thread) => thread.room_id)
  const ignored = store.ignoredUsers.ignoredBy(userId)
  const changed = new Set([
    ...store.events.changedRooms(userId, since),
    ...receipts.keys(),
    ...accountData.keys(),
    ...reading.map(({ room_id }) => room_id),
  ])

  const rooms: Record<string, JoinedRoom> = {}
  for (const roomId of store.memberships.joinedRooms(userId)) {
    const typingUsers = typing.changed(roomId, since)
    if (!filter.acceptsRoom(roomId) || (!changed.has(roomId) && typingUsers === undefined && !fullState)) continue
    const isNew = store.events.state(roomId, 'm.room.member', userId, since)?.content.membership !== 'join'
    const view = roomView(store, roomId, userId, ignored)
    const span = { roomId, upTo, after: isNew ? -1 : since, stateAfter: isNew || fullState ? -1 : since, view }
    const ephemeral = [...receiptEvents(services, receipts.get(roomId) ?? []), ...typingEvents(typingUsers)]
    const data = (accountData.get(roomId) ?? [])
      .map(({ type, content }) => ({ type, content }))
      .filter((event) => filter.room.accountData.accepts(event) || !policies.readMarkers.obeysFilter(event.type))
    rooms[roomId] = {
      ...timelineAndState(store, span, filter, session),
      ephemeral: { events: ephemeral.filter((event) => filter.room.ephemeral.accepts(event)) },
      account_data: { events: data },
      ...policies.unreadCounts.inSync(unread.get(roomId) ?? [], filter.perThread),
    }
  }
  return rooms
}

/** @see https://spec.matrix.org/v1.19/client-server-api/#mtyping */
function typingEvents(typingUsers: string[] | undefined) {
  return typingUsers === undefined ? [] : [{ type: 'm.typing', content: { user_ids: typingUsers } }]
}

/** @see https://spec.matrix.org/v1.19/client-server-api/#mreceipt */
function receiptEvents({ policies, specVersion }: Services, receipts: readonly Receipt[]) {
  if (receipts.length === 0) return []
  return policies.receipts.batches(receipts, atLeast(specVersion, 'v1.10')).map((batch) => {
    const content: Record<string, Record<string, Record<string, object>>> = {}
    for (const receipt of batch) {
      const { event_id, type, user_id } = receipt
      const ofEvent = content[event_id] ?? {}
      ofEvent[type] = { ...ofEvent[type], [user_id]: policies.receipts.present(receipt) }
      content[event_id] = ofEvent
    }
    return { type: 'm.receipt', content }
  })
}
