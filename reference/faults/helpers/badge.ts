import type { PayloadPolicies } from '../../homeserver/policies/payload.ts'
import type { RoomStay } from '../../homeserver/push/room-stays.ts'
import { MAIN_THREAD } from '../../homeserver/rooms/thread.ts'
import type { ThreadCounts } from '../../homeserver/storage/notifications.ts'

type PayloadChange = (correct: PayloadPolicies) => Partial<PayloadPolicies>

/** Adds what is unread in some rooms to the badge, besides that of joined rooms. */
export function countingRooms(isCounted: (stay: RoomStay) => boolean): PayloadChange {
  return (correct) => ({
    counts(unread, joinedRooms, stays) {
      const others = stays().filter(isCounted)
      return correct.counts(unread, new Set([...joinedRooms, ...others.map(({ room_id }) => room_id)]), stays)
    },
  })
}

/** Adds one to the badge for each of some invitations. */
export function countingInvitations(isCounted: (stay: RoomStay) => boolean): PayloadChange {
  return (correct) => ({
    counts(unread, joinedRooms, stays) {
      const { unread: messages = 0, ...counts } = correct.counts(unread, joinedRooms, stays)
      const total = messages + stays().filter(isCounted).length
      return total === 0 ? counts : { ...counts, unread: total }
    },
  })
}

/** Counts the most notifications that each thread ever had, whether they were read since or not. */
export function keepingReadThreads(correct: PayloadPolicies): Partial<PayloadPolicies> {
  const known = new Map<string, ThreadCounts>()
  return {
    counts(unread, joinedRooms, stays) {
      const rooms = new Set(stays().map(({ room_id }) => room_id))
      for (const thread of unread.filter(({ thread_id }) => thread_id !== MAIN_THREAD)) {
        const before = known.get(thread.thread_id)
        if ((before?.notifications ?? 0) < thread.notifications) known.set(thread.thread_id, { ...thread })
      }
      const main = unread.filter(({ thread_id }) => thread_id === MAIN_THREAD)
      const kept = [...known.values()].filter(({ room_id }) => rooms.has(room_id))
      return correct.counts([...main, ...kept], new Set([...joinedRooms, ...kept.map((one) => one.room_id)]), stays)
    },
  }
}
