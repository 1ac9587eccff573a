import type { ConfiguredDevice } from './configured-devices.ts'

/**
 * Kinds of devices: their push service. Devices of `apns-sandbox` are registered with the sandbox of APNs, which has an
 * `app_id` of its own. `endpoint` stands for a service that is a URL alone.
 */
export type DeviceKind = 'apns' | 'apns-sandbox' | 'fcm' | 'web-push' | 'endpoint'

/** Statuses with which the service of a device can be made to fail. */
export type FailureStatus = 400 | 403 | 413 | 429 | 500 | 503

/** Failure of the pushes to a device. */
export interface PushFailure {
  /** Status of the response of the service; without it the push arrives, but late */
  status?: FailureStatus
  /** Number of pushes that fail; default: all, until the failure is cleared */
  times?: number
  /** Delay of the response of the service, in milliseconds */
  delayMs?: number
}

/** Push as its device received it. */
export interface DevicePush {
  /** Number of the push: 1 for the first that the device received */
  n: number
  /** Priority in the terms of the service */
  priority: string
  /** Header fields with instructions for the service or the device, by lower-case name */
  headers: Readonly<Record<string, string>>
  /** Content for the app */
  payload: unknown
}

/** Device of a provider that Plexor watches. */
export interface ProvidedDevice {
  id: string
  kind: DeviceKind
  /** Fields of its pusher */
  pusher: ConfiguredDevice
}

/** Provider of a run: push services with devices whose inboxes Plexor reads. */
export interface TestProvider {
  /** Kinds of devices that it has */
  readonly kinds: readonly DeviceKind[]
  /** Name for people, such as its URL */
  readonly name: string
  /** True if the pushes of a device can be made to fail, and a device can be unregistered */
  readonly canFail: boolean
  /** Creates a device. */
  createDevice(kind: DeviceKind): Promise<ProvidedDevice>
  /**
   * Returns the pushes that a device received, oldest first.
   *
   * @param wait number of the last push that the caller has seen, and time to wait for another, in milliseconds
   */
  pushesOf(device: ProvidedDevice, wait?: { after: number; ms: number }): Promise<DevicePush[]>
  /** Makes the pushes of a device fail from now on; undefined ends that. */
  fail(device: ProvidedDevice, failure: PushFailure | undefined): Promise<void>
  /** Ends the registration of a device, which its service reports from then on. */
  unregister(device: ProvidedDevice): Promise<void>
  /** Removes a device that is no longer needed. */
  removeDevice(device: ProvidedDevice): Promise<void>
}

/** Names of the kinds of devices for people. */
export const KIND_NAMES: Record<DeviceKind, string> = {
  apns: 'APNs',
  'apns-sandbox': 'the sandbox of APNs',
  fcm: 'FCM',
  'web-push': 'Web Push',
  endpoint: 'its endpoint',
}
