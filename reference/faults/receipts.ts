import type { ReceiptPolicies } from '../homeserver/policies/receipts.ts'
import { type Fault, fault } from './fault.ts'

const SINCE_THREADS = { since: 'v1.4' } as const

/** Faults of receipts and read markers, besides those of what they mark as read. */
export const RECEIPT_FAULTS: readonly Fault[] = [
  fault('receipts.shown-to-nobody', 'receipts.shown', 'Receipts are not in /sync', 'receipts', () => ({
    isShown: () => false,
  })),
  fault(
    'receipts.shown-to-the-sender-alone',
    'receipts.shown',
    'Users see their own receipts alone',
    'receipts',
    () => ({
      isShown: (receipt, userId) => receipt.user_id === userId,
    }),
  ),
  fault(
    'receipts.private-shown',
    'receipts.private-hidden',
    'Private receipts are shown to others',
    'receipts',
    () => ({ isShown: () => true }),
    SINCE_THREADS,
  ),
  fault('receipts.ts-in-seconds', 'receipts.time', 'The time of a receipt is in seconds', 'receipts', (correct) => ({
    present(receipt) {
      const shown = correct.present(receipt)
      return { ...shown, ts: Math.floor(shown.ts / 1000) }
    },
  })),
  fault(
    'receipts.shown-without-thread',
    'receipts.one-at-a-time',
    'Receipts are shown without their thread',
    'receipts',
    () => ({ present: ({ ts }) => ({ ts }) }),
    SINCE_THREADS,
  ),
  fault(
    'receipts.newer-ignored',
    'receipts.one-at-a-time',
    'The first receipt stays, whatever comes later',
    'receipts',
    () => ({
      replaces: () => false,
    }),
  ),
  fault(
    'receipts.any-thread-accepted',
    'receipts.malformed-thread',
    'A thread_id that can be none is passed over',
    'receipts',
    (correct) => ({
      thread: (type, threadId) =>
        typeof threadId === 'string' && threadId !== '' ? correct.thread(type, threadId) : undefined,
    }),
    SINCE_THREADS,
  ),
  fault(
    'receipts.marker-with-thread-accepted',
    'receipts.thread-with-marker',
    'A fully-read marker may have a thread_id',
    'receipts',
    (correct) => ({
      thread: (type, threadId) => (type === 'm.fully_read' ? undefined : correct.thread(type, threadId)),
    }),
    SINCE_THREADS,
  ),
  fault(
    'receipts.thread-with-other-errcode',
    'receipts.thread-errcode',
    'A thread_id is refused with M_UNKNOWN',
    'api',
    (correct) => ({
      refusal(error, asked) {
        const refusal = correct.refusal(error, asked)
        const isMeant = error.errcode === 'M_INVALID_PARAM' && asked.path.includes('/receipt/')
        return isMeant ? { ...refusal, body: { ...refusal.body, errcode: 'M_UNKNOWN' } } : refusal
      },
    }),
    SINCE_THREADS,
  ),
  fault(
    'markers.published',
    'markers.by-receipt',
    'A read marker is shown to others as a receipt',
    'receipts',
    () => ({ isReceipt: () => true }),
    SINCE_THREADS,
  ),
  fault('markers.never-moved', 'markers.in-sync', 'The read marker stays where it was set first', 'receipts', () => ({
    moves: () => false,
  })),
  fault(
    'markers.ignored',
    'markers.fully-read',
    'The read marker of a request is passed over',
    'receipts',
    leavingOut('m.fully_read'),
  ),
  fault(
    'markers.receipt-ignored',
    'markers.with-receipt',
    'The receipt beside a read marker is passed over',
    'receipts',
    leavingOut('m.read'),
  ),
  fault(
    'markers.private-receipt-ignored',
    'markers.with-private-receipt',
    'The private receipt beside a read marker is passed over',
    'receipts',
    leavingOut('m.read.private'),
    SINCE_THREADS,
  ),
  fault(
    'markers.settable',
    ['markers.not-settable', 'markers.not-settable-status', 'markers.not-settable-globally'],
    'The read marker can be written as account data',
    'api',
    (correct) => ({
      isWritable: (type, roomId) => type === 'm.fully_read' || correct.isWritable(type, roomId),
    }),
  ),
  fault(
    'markers.refused-with-403',
    ['markers.not-settable-status', 'markers.not-settable-globally'],
    'Writing the read marker as account data is refused with status 403',
    'api',
    (correct) => ({
      refusal(error, asked) {
        const refusal = correct.refusal(error, asked)
        return error.status === 405 && asked.path.endsWith('/m.fully_read') ? { ...refusal, status: 403 } : refusal
      },
    }),
  ),
]

function leavingOut(left: string) {
  return (correct: ReceiptPolicies): Partial<ReceiptPolicies> => ({
    effective: (markers) => correct.effective(markers).filter(({ type }) => type !== left),
  })
}
