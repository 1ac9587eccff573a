import { devices } from './devices.ts'
import { eventAndRoom } from './event-and-room.ts'
import { manyMembers } from './many-members.ts'
import { unreadCount } from './unread-count.ts'
import { unreadCountOverRooms } from './unread-count-over-rooms.ts'

/** Cases about the contents of a notification to the gateway. */
export const payload = [...eventAndRoom, ...manyMembers, ...devices, ...unreadCount, ...unreadCountOverRooms]
