import { type Fault, fault } from './fault.ts'
import { alsoNotifying, notifyingOnly, notifyingTwice } from './helpers/audience.ts'

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
    name: 'recipients.invitations-twice',
    breaks: ['recipients.one-notification'],
    summary: 'An invitation notifies the user twice',
    changes: { recipients: notifyingTwice(({ content }) => content.membership === 'invite') },
  }),
  fault({
    name: 'recipients.invitations-twice-after-joining',
    breaks: ['recipients.one-notification'],
    summary: 'An invitation notifies the user twice, and joining the room reads neither',
    changes: {
      recipients: notifyingTwice(({ content }) => content.membership === 'invite'),
      receipts: (correct) => ({
        readBySending: (event) => (event.content.membership === 'join' ? undefined : correct.readBySending(event)),
      }),
    },
  }),
  fault({
    name: 'recipients.ignored-inviter-in-sync',
    breaks: ['recipients.invitations-from-ignored'],
    summary: '/sync contains invitations from ignored users',
    span: { since: 'v1.1' },
    changes: { recipients: () => ({ showsInvitation: () => true }) },
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
  fault({
    name: 'recipients.earlier-events-after-joining',
    breaks: ['recipients.new-events-only', 'recipients.visible-events'],
    summary: 'A user who joins a room is notified of earlier messages',
    changes: {
      recipients: () => ({
        notifiesOfEarlier: ({ type, content }) => type === 'm.room.member' && content.membership === 'join',
      }),
    },
  }),
  fault({
    name: 'recipients.changes-apply-to-earlier-events',
    breaks: ['recipients.new-events-only'],
    summary: 'After a rule changes, earlier events that now notify are pushed',
    span: { since: 'v1.7' },
    changes: { rulesApi: () => ({ appliesToEarlier: () => true }) },
  }),
  fault({
    name: 'recipients.new-pusher-notified-of-earlier-events',
    breaks: ['recipients.new-events-only'],
    summary: 'A new pusher is notified of earlier messages',
    span: { since: 'v1.7' },
    changes: { pushers: () => ({ startsWithEarlier: true }) },
  }),
]
