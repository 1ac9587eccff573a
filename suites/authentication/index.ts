import { pushers } from './pushers.ts'
import { tokens } from './tokens.ts'

/** Cases about access tokens. */
export const authentication = [...tokens, ...pushers]
