import { invalidParam } from '../errors.ts'
import { assertJoined } from '../rooms/authorise.ts'
import { relatedEvents } from '../rooms/thread.ts'
import type { Services } from '../services.ts'
import { markRead } from './mark-read.ts'
import { pushBadge } from './push.ts'

/** Receipt or fully-read marker of a user. */
export interface ReceiptRequest {
  user_id: string
  room_id: string
  type: string
  event_id: string
  /** Thread root or `main`; absent for an unthreaded receipt */
  thread_id?: string
}

/**
 * Processes a receipt or fully-read marker. It has no effect if it is before the known one of its kind.
 *
 * @throws {RequestError} when the user is not joined to the room, or the event is not in the room or thread
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#receipts
 */
export function receiveReceipt(services: Services, request: ReceiptRequest): void {
  const { policies, store } = services
  const { user_id, room_id, type, event_id, thread_id } = request
  assertJoined(store, room_id, user_id)
  const event = store.events.find(room_id, event_id)
  if (event === undefined) throw invalidParam(`The event ${event_id} is not in the room ${room_id}`)
  const related = thread_id === undefined ? [] : relatedEvents(store, room_id, event.content)
  if (!policies.receipts.isAcknowledgeable(event, thread_id, related)) {
    throw invalidParam(`The event ${event_id} is not in the thread ${thread_id}`)
  }

  const joinedRooms = store.memberships.joinedRooms(user_id)
  const span = policies.receipts.readByReceipt({ ...request, event }, joinedRooms)
  store.transaction(() => {
    if (type === 'm.fully_read') storeMarker(services, request, event.position)
    if (policies.readMarkers.endsMarkedUnread(type)) {
      const data = { room_id, type: 'm.marked_unread', content: { unread: false } }
      store.accountData.put(user_id, data, store.nextPosition())
    }
    if (policies.receipts.isReceipt(type)) storeReceipt(services, request, event.position)
    if (policies.payload.sendsBadge(markRead(store, user_id, span))) pushBadge(services, user_id)
  })
  const audience = type === 'm.read' ? store.memberships.joined(room_id).map((member) => member.user_id) : [user_id]
  const wakesReader =
    type === 'm.fully_read' ? policies.readMarkers.wakesClients(type) : policies.unreadCounts.wakesReader(request)
  const isWoken = (userId: string) => userId !== user_id || wakesReader
  store.afterCommit(() => services.waiters.wake(audience.filter(isWoken)))
}

function storeReceipt({ policies, store }: Services, request: ReceiptRequest, eventPosition: number): void {
  const { thread_id = '', ...fields } = request
  const known = store.receipts.find(fields.room_id, fields.user_id, fields.type, thread_id)
  if (known !== undefined && !policies.receipts.replaces(eventPosition, known.event_position)) return
  const position = store.nextPosition()
  store.receipts.put({ ...fields, thread_id, event_position: eventPosition, ts: Date.now(), position })
}

function storeMarker(
  { policies, store }: Services,
  { user_id, room_id, type, event_id }: ReceiptRequest,
  eventPosition: number,
): void {
  const known = store.accountData.find(user_id, room_id, type)?.event_id
  const knownPosition = typeof known === 'string' ? store.events.find(room_id, known)?.position : undefined
  if (knownPosition !== undefined && !policies.readMarkers.moves(eventPosition, knownPosition)) return
  store.accountData.put(user_id, { room_id, type, content: { event_id } }, store.nextPosition())
}
