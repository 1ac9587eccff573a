import { authentication } from './authentication.ts'
import { lifecycle } from './lifecycle.ts'
import { notifiedPushers } from './notified-pushers.ts'
import { ownership } from './ownership.ts'
import { unspecified } from './unspecified.ts'
import { validation } from './validation.ts'

export const pushers = [
  ...lifecycle,
  ...ownership,
  ...validation,
  ...authentication,
  ...notifiedPushers,
  ...unspecified,
]
