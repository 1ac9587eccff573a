import { afterRestart } from './after-restart.ts'
import { inSync } from './in-sync.ts'
import { mutedRooms } from './muted-rooms.ts'
import { once } from './once.ts'
import { settled } from './settled.ts'
import { threads } from './threads.ts'
import { threadsReadInTurn } from './threads-read-in-turn.ts'
import { totals } from './totals.ts'
import { uncountedEvents } from './uncounted-events.ts'
import { unspecified } from './unspecified.ts'
import { waitingSync } from './waiting-sync.ts'

/** Cases about the unread counts in /sync. */
export const unreadCounts = [
  ...totals,
  ...uncountedEvents,
  ...inSync,
  ...threads,
  ...threadsReadInTurn,
  ...mutedRooms,
  ...once,
  ...waitingSync,
  ...settled,
  ...afterRestart,
  ...unspecified,
]
