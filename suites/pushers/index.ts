import { afterRestart } from './after-restart.ts'
import { lifecycle } from './lifecycle.ts'
import { notifiedPushers } from './notified-pushers.ts'
import { ownership } from './ownership.ts'
import { unspecified } from './unspecified.ts'
import { urlChanges } from './url-changes.ts'
import { validation } from './validation.ts'

/** Cases about pushers. */
export const pushers = [
  ...lifecycle,
  ...urlChanges,
  ...ownership,
  ...validation,
  ...notifiedPushers,
  ...afterRestart,
  ...unspecified,
]
