import { accountDataEndpoints } from './account-data-endpoints.ts'
import { pushRulesInSync } from './push-rules-in-sync.ts'

export const rulesSync = [...pushRulesInSync, ...accountDataEndpoints]
