import { byRules } from './by-rules.ts'
import { inSync } from './in-sync.ts'
import { leftOpen } from './left-open.ts'
import { muting } from './muting.ts'
import { threads } from './threads.ts'
import { threadsInTurn } from './threads-in-turn.ts'
import { totals } from './totals.ts'

export const unreadCounts = [...totals, ...byRules, ...inSync, ...threads, ...threadsInTurn, ...muting, ...leftOpen]
