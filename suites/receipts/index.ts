import { privateReceipts } from './private-receipts.ts'
import { publicReceipts } from './public-receipts.ts'
import { refusedThreads } from './refused-threads.ts'
import { replacedReceipts } from './replaced-receipts.ts'
import { threadedReceipts } from './threaded-receipts.ts'
import { unspecified } from './unspecified.ts'
import { visibleReceipts } from './visible-receipts.ts'

/** Cases about read receipts. */
export const receipts = [
  ...publicReceipts,
  ...visibleReceipts,
  ...replacedReceipts,
  ...privateReceipts,
  ...threadedReceipts,
  ...refusedThreads,
  ...unspecified,
]
