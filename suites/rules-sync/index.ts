import { accountDataEndpoints } from './account-data-endpoints.ts'
import { orderInSync } from './order-in-sync.ts'
import { pushRulesInSync } from './push-rules-in-sync.ts'

/** Cases about push rules in /sync and as account data. */
export const rulesSync = [...pushRulesInSync, ...orderInSync, ...accountDataEndpoints]
