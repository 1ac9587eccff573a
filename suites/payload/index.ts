import { devices } from './devices.ts'
import { formats } from './formats.ts'
import { manyMembers } from './many-members.ts'
import { counts } from './unread-count.ts'
import { unreadCountOverRooms } from './unread-count-over-rooms.ts'

export const payload = [...formats, ...manyMembers, ...devices, ...counts, ...unreadCountOverRooms]
