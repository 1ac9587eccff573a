import { definitions } from './definitions.ts'
import { mentions } from './mentions.ts'
import { messages } from './messages.ts'
import { roomsAndMembers } from './rooms-and-members.ts'
import { unspecified } from './unspecified.ts'

export const defaultRules = [...definitions, ...messages, ...mentions, ...roomsAndMembers, ...unspecified]
