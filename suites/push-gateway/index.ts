import { acceptedNotifications } from './accepted-notifications.ts'
import { deliveredContent } from './delivered-content.ts'
import { deliveredNotifications } from './delivered-notifications.ts'
import { deliveredOnce } from './delivered-once.ts'
import { failingServices } from './failing-services.ts'
import { rejectedPushkeys } from './rejected-pushkeys.ts'
import { repeatedNotifications } from './repeated-notifications.ts'
import { responseSchema } from './response-schema.ts'
import { unrecognizedRequests } from './unrecognized-requests.ts'
import { largestNotification, unspecified } from './unspecified.ts'

/** Cases about push gateways. They run only against gateways. */
export const pushGateway = [
  ...acceptedNotifications,
  ...rejectedPushkeys,
  ...repeatedNotifications,
  ...deliveredNotifications,
  ...deliveredOnce,
  ...deliveredContent,
  ...failingServices,
  ...unrecognizedRequests,
  ...unspecified,
  largestNotification,
  ...responseSchema,
]
