import { accountData } from './account-data.ts'
import { afterRestart } from './after-restart.ts'
import { roomAccountData } from './room-account-data.ts'
import { unspecified } from './unspecified.ts'
import { waitingSync } from './waiting-sync.ts'
import { withReceipts } from './with-receipts.ts'

/** Cases about read markers. */
export const readMarkers = [
  ...accountData,
  ...roomAccountData,
  ...withReceipts,
  ...waitingSync,
  ...afterRestart,
  ...unspecified,
]
