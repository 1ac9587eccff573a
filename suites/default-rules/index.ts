import { definitions } from './definitions.ts'
import { leftOpen } from './left-open.ts'
import { mentions } from './mentions.ts'
import { messages } from './messages.ts'
import { rooms } from './rooms.ts'

export const defaultRules = [...definitions, ...messages, ...mentions, ...rooms, ...leftOpen]
