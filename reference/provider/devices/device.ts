import type { Decrypt, SubscriptionKeys } from '../web-push/aes128gcm.ts'
import type { DeviceFailure, DeviceFailures } from './failures.ts'
import type { Inbox } from './inbox.ts'
import { appIdOf, type Environment, type Service } from './service.ts'

/** Device to create: one app that registers for pushes with one service. */
export interface DeviceWish {
  service: Service

  /** Environment of APNs; only with `service: 'apns'`; default: `production` */
  environment?: Environment

  /** Bundle ID at APNs, package name at FCM, 1 to 200 characters; default: `DEFAULT_APP` */
  app?: string

  /**
   * Public VAPID key (base64url, 87 characters) whose pushes the subscription accepts; only with
   * `service: 'web-push'`; default: any
   */
  vapid_key?: string
}

/** Properties of a device that are fixed when its app registers. */
export interface Registration {
  id: string
  service: Service

  /** Only at APNs */
  environment?: Environment
  app: string

  /** Value for `pushkey` of a Matrix pusher */
  pushkey: string

  /** Key by which the service finds the device */
  address: string

  /** Only at Web Push */
  subscription?: Subscription
}

/** Web Push subscription, as its user agent stores it. */
export interface Subscription extends SubscriptionKeys {
  /** Name of its push resource */
  resource: string

  /** Public VAPID key whose pushes it accepts; absent if it accepts any */
  vapidKey?: string
}

/** Properties of a device that can change. */
export interface DeviceState {
  /** Current failure of its pushes */
  failure?: DeviceFailure

  /** Time at which its registration ended for good, in Unix milliseconds */
  unregisteredAt?: number
}

/** Device with one app that was registered for pushes. */
export interface ProviderDevice extends Omit<Registration, 'subscription'> {
  /** Values for `data` of a Matrix pusher besides its URL and format; only at Web Push */
  data?: { endpoint: string; auth: string }
  inbox: Inbox
  failures: DeviceFailures

  /** Time at which its registration ended for good, in Unix milliseconds */
  unregisteredAt?: number

  /** Decryption of its pushes, and the VAPID key that it accepts; only at Web Push */
  webPush?: { decrypt: Decrypt; vapidKey?: string }
}

/** Public description of a device, as the control API and `Provider.createDevice` return it. */
export interface DeviceDescription {
  device_id: string
  service: Service

  /** Only at APNs */
  environment?: Environment
  app: string

  /** Value for `app_id` of a Matrix pusher */
  app_id: string

  /** Value for `pushkey` of a Matrix pusher */
  pushkey: string

  /** Values for `data` of a Matrix pusher besides its URL and format; only at Web Push */
  data?: { endpoint: string; auth: string }

  /** True if the service still delivers to it */
  registered: boolean

  /** Current failure of its pushes; absent if they arrive */
  failure?: DeviceFailure

  /** URL of its inbox */
  inbox: string
}

/** Describes a device. `url` is the base URL of the control API. */
export function describeDevice(device: ProviderDevice, url: string): DeviceDescription {
  const { id, service, environment, app, pushkey, data, failures, unregisteredAt } = device
  return {
    device_id: id,
    service,
    ...(environment === undefined ? {} : { environment }),
    app,
    app_id: appIdOf(device),
    pushkey,
    ...(data === undefined ? {} : { data }),
    registered: unregisteredAt === undefined,
    ...(failures.current === undefined ? {} : { failure: failures.current }),
    inbox: `${url}/devices/${id}/inbox`,
  }
}
