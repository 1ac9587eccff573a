import { kept } from './kept.ts'
import { leftOpen } from './left-open.ts'
import { markers } from './markers.ts'
import { privateReceipts } from './private.ts'
import { reading } from './reading.ts'
import { refusedThreads } from './refused-threads.ts'
import { shown } from './shown.ts'
import { threaded } from './threaded.ts'

export const receipts = [
  ...reading,
  ...shown,
  ...kept,
  ...privateReceipts,
  ...threaded,
  ...refusedThreads,
  ...markers,
  ...leftOpen,
]
