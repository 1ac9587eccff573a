import type { UnreadCountPolicies } from '../../homeserver/policies/unread-counts.ts'
import type { ThreadCounts, UnreadNotification } from '../../homeserver/storage/notifications.ts'

/** Age from which a notification counts as summed up, in milliseconds. */
const SUMMED_AFTER_MS = 800

/** Reports whether something of this time, in Unix milliseconds, is summed up already. */
export function isSummed(ts: number): boolean {
  return Date.now() - ts > SUMMED_AFTER_MS
}

/** Changes the unread notifications that are summed up, before they are counted with the others. */
export function summing(
  change: (summed: readonly UnreadNotification[]) => readonly UnreadNotification[],
): (correct: UnreadCountPolicies) => Partial<UnreadCountPolicies> {
  return () => ({
    unread(_stored, notifications) {
      const all = notifications()
      const summed = all.filter(({ ts }) => isSummed(ts))
      return counted([...change(summed), ...all.filter((one) => !summed.includes(one))])
    },
  })
}

/** Counts notifications by room and thread, in the order of their ids. */
function counted(notifications: readonly UnreadNotification[]): ThreadCounts[] {
  const threads = Map.groupBy(notifications, ({ room_id, thread_id }) => JSON.stringify([room_id, thread_id]))
  const sorted = [...threads].sort(([one], [other]) => (one < other ? -1 : 1))
  return sorted.flatMap(([, group]) => {
    const [first] = group
    if (first === undefined) return []
    const highlights = group.filter(({ highlight }) => highlight).length
    return [{ room_id: first.room_id, thread_id: first.thread_id, notifications: group.length, highlights }]
  })
}
