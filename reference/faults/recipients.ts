import { type Fault, fault } from './fault.ts'
import { alsoNotifying, notifyingOnly } from './helpers/audience.ts'

/** Faults of whom an event notifies. */
export const RECIPIENTS_FAULTS: readonly Fault[] = [
  fault({
    name: 'recipients.own-events',
    breaks: ['recipients.no-own-events', 'unread-counts.own-events', 'notifications.own-events'],
    summary: 'Users are notified of events that they sent themselves',
    changes: { recipients: alsoNotifying(({ user_id }, { sender }) => user_id === sender) },
  }),
  fault({
    name: 'recipients.after-leaving',
    breaks: ['recipients.visible-events'],
    summary: 'Users are notified of events in rooms that they left',
    changes: { recipients: alsoNotifying(({ membership }) => membership === 'leave' || membership === 'ban') },
  }),
  fault({
    name: 'recipients.while-invited',
    breaks: ['recipients.visible-events'],
    summary: 'Users are notified of messages in rooms that they are only invited to',
    changes: { recipients: alsoNotifying(({ membership }) => membership === 'invite') },
  }),
  fault({
    name: 'recipients.member-events-of-others-not-evaluated',
    breaks: ['recipients.each-by-own-rules'],
    summary: 'Rules are not evaluated for member events of other users',
    changes: {
      recipients: notifyingOnly(
        ({ user_id }, { type, state_key }) => type !== 'm.room.member' || state_key === user_id,
      ),
    },
  }),
]
