import { devices } from './devices.ts'
import { eventAndRoom } from './event-and-room.ts'
import { fieldValues } from './field-values.ts'
import { manyMembers } from './many-members.ts'
import { settled } from './settled.ts'
import { unreadCount } from './unread-count.ts'
import { unreadCountAndInvitations } from './unread-count-and-invitations.ts'
import { unreadCountAndThreads } from './unread-count-and-threads.ts'
import { unreadCountOverRooms } from './unread-count-over-rooms.ts'

/** Cases about the contents of a notification to the gateway. */
export const payload = [
  ...eventAndRoom,
  ...fieldValues,
  ...manyMembers,
  ...devices,
  ...unreadCount,
  ...unreadCountOverRooms,
  ...unreadCountAndThreads,
  ...unreadCountAndInvitations,
  ...settled,
]
