import { changed } from './changed.ts'
import { leftOpen } from './left-open.ts'
import { membership } from './membership.ts'
import { rejected } from './rejected.ts'
import { retries } from './retries.ts'
import { sideBySide } from './side-by-side.ts'

export const delivery = [...retries, ...rejected, ...changed, ...sideBySide, ...membership, ...leftOpen]
