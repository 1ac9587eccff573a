import { roomRules } from './room-rules.ts'

/** Cases about rooms that are replaced by others. */
export const roomUpgrades = [...roomRules]
