import { defaultInBody } from './default-in-body.ts'
import { definitions } from './definitions.ts'
import { master } from './master.ts'
import { mentions } from './mentions.ts'
import { messages } from './messages.ts'
import { roomsAndMembers } from './rooms-and-members.ts'
import { unspecified } from './unspecified.ts'

/** Cases about the server-default rules. */
export const defaultRules = [
  ...definitions,
  ...defaultInBody,
  ...master,
  ...messages,
  ...mentions,
  ...roomsAndMembers,
  ...unspecified,
]
