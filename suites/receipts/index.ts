import { afterRestart } from './after-restart.ts'
import { badge } from './badge.ts'
import { privateReceipts } from './private-receipts.ts'
import { publicReceipts } from './public-receipts.ts'
import { refusedThreads } from './refused-threads.ts'
import { relatedToRoot } from './related-to-root.ts'
import { repeatedReceipts } from './repeated-receipts.ts'
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
  ...relatedToRoot,
  ...repeatedReceipts,
  ...badge,
  ...refusedThreads,
  ...afterRestart,
  ...unspecified,
]
