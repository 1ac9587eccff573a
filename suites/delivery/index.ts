import { duplicates } from './duplicates.ts'
import { independentPushers } from './independent-pushers.ts'
import { pusherChanges } from './pusher-changes.ts'
import { rejectedPushkeys } from './rejected-pushkeys.ts'
import { request } from './request.ts'
import { retries } from './retries.ts'
import { unspecified } from './unspecified.ts'

/** Cases in which the gateway fails at times. */
const stalling = [...retries, ...rejectedPushkeys, ...pusherChanges, ...independentPushers, ...unspecified]

/** Cases about delivering notifications to the gateway. */
export const delivery = [...request, ...duplicates, ...stalling.map((one) => ({ ...one, stallsDelivery: true }))]
