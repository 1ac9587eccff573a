import { accountData } from './account-data.ts'
import { unspecified } from './unspecified.ts'
import { withReceipts } from './with-receipts.ts'

/** Cases about read markers. */
export const readMarkers = [...accountData, ...withReceipts, ...unspecified]
