import type { SyncResponse } from '../../../spec/index.ts'
import type { User } from '../../harness/users/user.ts'

/** Receipt as `/sync` shows it. */
export interface SeenReceipt {
  eventId: string
  type: string
  userId: string
  ts: unknown
  threadId: unknown
}

/** Returns the receipts of a room in one `/sync` response. */
export function receiptsIn(response: SyncResponse, roomId: string): SeenReceipt[] {
  const events = response.rooms?.join?.[roomId]?.ephemeral?.events ?? []
  return events
    .filter(({ type }) => type === 'm.receipt')
    .flatMap(({ content }) => entries(content))
    .flatMap(([eventId, types]) => entries(types).map(([type, users]) => ({ eventId, type, users })))
    .flatMap(({ users, ...place }) => entries(users).map(([userId, receipt]) => ({ ...place, userId, receipt })))
    .map(({ receipt, ...place }) => {
      const { ts, thread_id: threadId } = Object.fromEntries(entries(receipt))
      return { ...place, ts, threadId }
    })
}

/**
 * Waits until a user finds a public receipt of another for this event in `/sync`, and returns every receipt of the
 * other that was found on the way.
 *
 * @param since where to start; an initial `/sync` if omitted
 */
export async function expectReceiptOf(
  other: User,
  { by, roomId, eventId, since }: { by: User; roomId: string; eventId: string; since?: string },
): Promise<SeenReceipt[]> {
  const seen: SeenReceipt[] = []
  return await by.expectInSync(
    `the receipt of ${other.name} for ${eventId}`,
    (response) => {
      seen.push(...receiptsIn(response, roomId).filter(({ userId }) => userId === other.userId))
      return seen.some((receipt) => receipt.type === 'm.read' && receipt.eventId === eventId) ? seen : undefined
    },
    since,
  )
}

function entries(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : []
}
