import { counts } from './counts.ts'
import { countsOfRooms } from './counts-of-rooms.ts'
import { devices } from './devices.ts'
import { formats } from './formats.ts'
import { manyMembers } from './many-members.ts'

export const gatewayPayload = [...formats, ...manyMembers, ...devices, ...counts, ...countsOfRooms]
