import { counts } from './counts.ts'
import { devices } from './devices.ts'
import { formats } from './formats.ts'

export const gatewayPayload = [...formats, ...devices, ...counts]
