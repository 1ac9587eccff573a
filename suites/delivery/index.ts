import { membership } from './membership.ts'
import { pusherChanges } from './pusher-changes.ts'
import { rejectedPushkeys } from './rejected-pushkeys.ts'
import { retries } from './retries.ts'
import { severalPushers } from './several-pushers.ts'
import { unspecified } from './unspecified.ts'

/** Cases in which the gateway fails at times. */
const stalling = [...retries, ...rejectedPushkeys, ...pusherChanges, ...severalPushers, ...unspecified]

export const delivery = [...stalling.map((one) => ({ ...one, stallsDelivery: true })), ...membership]
