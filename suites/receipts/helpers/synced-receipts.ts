import { quote } from '../../../common/text.ts'
import type { SyncResponse } from '../../../spec/index.ts'
import type { User } from '../../harness/users/user.ts'

/** Requirement that a target violates that does not show a receipt to others. */
const SHOWN = { buildsOn: ['receipts.shown'] }

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
    {
      details: SHOWN,
      found: (response) => {
        const others = receiptsIn(response, roomId).filter(({ userId }) => userId === other.userId)
        return others.length === 0 ? undefined : describeReceipts(others)
      },
    },
  )
}

/** Describes receipts, as the end of "found …". */
export function describeReceipts(receipts: readonly SeenReceipt[]): string {
  if (receipts.length === 0) return 'no receipt'
  const described = receipts.map(({ type, eventId, threadId }) => {
    const thread = threadId === undefined ? '' : ` with the thread_id ${quote(threadId)}`
    return `${type} for ${eventId}${thread}`
  })
  return described.join(' and ')
}

function entries(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : []
}
