import { acceptedNotifications } from './accepted-notifications.ts'
import { rejectedPushkeys } from './rejected-pushkeys.ts'
import { repeatedNotifications } from './repeated-notifications.ts'
import { responseSchema } from './response-schema.ts'
import { unrecognizedRequests } from './unrecognized-requests.ts'
import { unspecified } from './unspecified.ts'

/** Cases about push gateways. They run only against gateways. */
export const pushGateway = [
  ...acceptedNotifications,
  ...rejectedPushkeys,
  ...repeatedNotifications,
  ...unrecognizedRequests,
  ...unspecified,
  ...responseSchema,
]
