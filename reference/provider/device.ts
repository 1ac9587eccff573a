import type { Decrypt, SubscriptionKeys } from './aes128gcm.ts'
import type { Failure, Failures } from './failures.ts'
import type { Inbox } from './inbox.ts'

export const SERVICES = ['apns', 'fcm', 'web-push'] as const
export type Service = (typeof SERVICES)[number]

/** APNs has two of them, which do not know each other's device tokens. */
export const ENVIRONMENTS = ['production', 'sandbox'] as const
export type Environment = (typeof ENVIRONMENTS)[number]

/** The app that a device has when nothing else is said: the topic of its pushes at APNs. */
export const DEFAULT_APP = 'com.example.matrix'

/** An app on a device that wants pushes of one service. */
export interface DeviceWish {
  service: Service
  /** APNs only; default: `production` */
  environment?: Environment
  /** The bundle ID at APNs, the package name at FCM; default: `DEFAULT_APP` */
  app?: string
  /** Web Push only: the one public VAPID key (base64url) whose pushes the subscription takes; default: any */
  vapid_key?: string
}

/** What is settled when an app registers for pushes. */
export interface Registration {
  id: string
  service: Service
  /** At APNs, and nowhere else */
  environment?: Environment
  app: string
  /** What goes into `pushkey` of a Matrix pusher */
  pushkey: string
  /** What its service knows it by */
  address: string
  /** At Web Push, and nowhere else */
  subscription?: Subscription
}

/** A subscription of Web Push, as the user agent has it. */
export interface Subscription extends SubscriptionKeys {
  /** The name of its push resource */
  resource: string
  /** The one public VAPID key whose pushes it takes; absent for any */
  vapidKey?: string
}

/** What can change about a device. */
export interface DeviceState {
  /** How its pushes fail at present */
  failure?: Failure
  /** When its registration ended, in milliseconds since the epoch; it does not come back */
  goneSince?: number
}

/** A device with one app that was registered for pushes. */
export interface Device extends Omit<Registration, 'subscription'> {
  /** What goes into `data` of a Matrix pusher besides its URL and format: at Web Push, and nowhere else */
  data?: { endpoint: string; auth: string }
  inbox: Inbox
  failures: Failures
  /** When its registration ended, in milliseconds since the epoch; it does not come back */
  goneSince?: number
  /** What a subscription knows: how to read a body, and whose pushes it takes */
  webPush?: { decrypt: Decrypt; vapidKey?: string }
}
