import { changed } from './changed.ts'
import { leftOpen } from './left-open.ts'
import { membership } from './membership.ts'
import { rejected } from './rejected.ts'
import { retries } from './retries.ts'
import { sideBySide } from './side-by-side.ts'

/** Cases in which the gateway fails at times. */
const stalling = [...retries, ...rejected, ...changed, ...sideBySide, ...leftOpen]

export const delivery = [...stalling.map((one) => ({ ...one, stallsDelivery: true })), ...membership]
