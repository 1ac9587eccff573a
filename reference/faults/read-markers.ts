import { invalidParam } from '../homeserver/errors.ts'
import type { ReadMarkerPolicies } from '../homeserver/policies/read-markers.ts'
import { type Fault, fault } from './fault.ts'
import { refusingAccountDataWith } from './helpers/responses.ts'

const SINCE_THREADS = { since: 'v1.4' } as const

/** Faults of fully-read markers. */
export const READ_MARKERS_FAULTS: readonly Fault[] = [
  fault({
    name: 'read-markers.fully-read-marks-read',
    breaks: ['read-markers.effect-on-counts'],
    summary: 'The fully-read marker marks notifications as read',
    changes: {
      receipts: (correct) => ({
        readByReceipt: (receipt, joinedRooms) => correct.readByReceipt({ ...receipt, type: 'm.read' }, joinedRooms),
      }),
    },
  }),
  fault({
    name: 'read-markers.shown-as-receipt',
    breaks: ['read-markers.set-by-receipt'],
    summary: 'A read marker is shown to others as a receipt',
    span: SINCE_THREADS,
    changes: { receipts: () => ({ isReceipt: () => true }) },
  }),
  fault({
    name: 'read-markers.never-moved',
    breaks: ['read-markers.in-sync'],
    summary: 'The read marker never moves',
    changes: {
      readMarkers: () => ({
        moves: () => false,
      }),
    },
  }),
  fault({
    name: 'read-markers.ignored',
    breaks: ['read-markers.in-account-data'],
    summary: 'The read marker of a request is ignored',
    changes: { readMarkers: ignoringMarker('m.fully_read') },
  }),
  fault({
    name: 'read-markers.receipt-ignored',
    breaks: ['read-markers.with-receipt'],
    summary: 'The receipt sent with a read marker is ignored',
    changes: { readMarkers: ignoringMarker('m.read') },
  }),
  fault({
    name: 'read-markers.private-receipt-ignored',
    breaks: ['read-markers.with-private-receipt'],
    summary: 'The private receipt sent with a read marker is ignored',
    span: SINCE_THREADS,
    changes: { readMarkers: ignoringMarker('m.read.private') },
  }),
  fault({
    name: 'read-markers.writable',
    breaks: [
      'read-markers.not-writable',
      'read-markers.not-writable-status',
      'read-markers.not-writable-globally',
      'read-markers.not-writable-globally-status',
    ],
    summary: 'The read marker can be written as account data',
    changes: {
      rulesSync: (correct) => ({
        isWritable: (type, roomId) => type === 'm.fully_read' || correct.isWritable(type, roomId),
      }),
    },
  }),
  fault({
    name: 'read-markers.writing-refused-with-403',
    breaks: ['read-markers.not-writable-status', 'read-markers.not-writable-globally-status'],
    summary: 'Writing the read marker as account data is refused with status 403',
    changes: {
      errors: (correct) => ({
        refusal(error, request) {
          const refusal = correct.refusal(error, request)
          return error.status === 405 && request.path.endsWith('/m.fully_read') ? { ...refusal, status: 403 } : refusal
        },
      }),
    },
  }),
  fault({
    name: 'read-markers.marked-unread-refused',
    breaks: ['read-markers.marked-unread-in-account-data'],
    summary: 'Marking a room as unread is refused, as if the server controlled that',
    span: { since: 'v1.12' },
    changes: {
      rulesSync: (correct) => ({
        isWritable: (type, roomId) => type !== 'm.marked_unread' && correct.isWritable(type, roomId),
      }),
    },
  }),
  fault({
    name: 'read-markers.receipt-ends-marked-unread',
    breaks: ['read-markers.marked-unread-independent'],
    summary: 'A receipt ends that the user has marked the room as unread',
    span: { since: 'v1.12' },
    changes: { readMarkers: () => ({ endsMarkedUnread: (type) => type !== 'm.fully_read' }) },
  }),
  fault({
    name: 'read-markers.marker-ends-marked-unread',
    breaks: ['read-markers.marked-unread-independent'],
    summary: 'A read marker ends that the user has marked the room as unread',
    span: { since: 'v1.12' },
    changes: { readMarkers: () => ({ endsMarkedUnread: (type) => type === 'm.fully_read' }) },
  }),
  fault({
    name: 'read-markers.repeated-refused',
    breaks: ['read-markers.in-account-data'],
    summary: 'A read marker is refused if it is at this event already',
    changes: {
      readMarkers: (correct) => ({
        moves(position, known) {
          if (position === known) throw invalidParam('The read marker is there already')
          return correct.moves(position, known)
        },
      }),
    },
  }),
  fault({
    name: 'read-markers.writing-refused-with-another-errcode',
    breaks: ['read-markers.not-writable-errcode'],
    summary: 'Writing the read marker as account data is refused with the errcode M_FORBIDDEN',
    span: SINCE_THREADS,
    changes: { errors: refusingAccountDataWith('m.fully_read', 'M_FORBIDDEN') },
  }),
  fault({
    name: 'read-markers.waiting-sync-not-woken',
    breaks: ['read-markers.wakes-waiting-sync'],
    summary: 'A waiting /sync does not return when the read marker moves',
    changes: { readMarkers: () => ({ wakesClients: (type) => type !== 'm.fully_read' }) },
  }),
  fault({
    name: 'read-markers.waiting-sync-not-woken-by-marked-unread',
    breaks: ['read-markers.wakes-waiting-sync'],
    summary: 'A waiting /sync does not return when a room is marked as unread',
    span: { since: 'v1.12' },
    changes: { readMarkers: () => ({ wakesClients: (type) => type !== 'm.marked_unread' }) },
  }),
  fault({
    name: 'read-markers.filter-ignored',
    breaks: ['read-markers.filtered'],
    summary: 'The read marker is in every /sync, whatever its filter excludes',
    changes: { readMarkers: () => ({ obeysFilter: (type) => type !== 'm.fully_read' }) },
  }),
]

function ignoringMarker(ignored: string) {
  return (correct: ReadMarkerPolicies): Partial<ReadMarkerPolicies> => ({
    effective: (markers) => correct.effective(markers).filter(({ type }) => type !== ignored),
  })
}
