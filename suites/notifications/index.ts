import { afterRestart } from './after-restart.ts'
import { fields } from './fields.ts'
import { listedEvents } from './listed-events.ts'
import { once } from './once.ts'
import { pages } from './pages.ts'
import { readState } from './read-state.ts'
import { unspecified } from './unspecified.ts'

/** Cases about the list of notifications. */
export const notifications = [
  ...listedEvents,
  ...once,
  ...fields,
  ...readState,
  ...pages,
  ...afterRestart,
  ...unspecified,
]
