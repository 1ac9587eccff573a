/**
 * Provider of the reference push stack: APNs, FCM and a Web Push service as client libraries see them, on loopback, with
 * an inbox for each device.
 *
 * @module
 */
export type { ApnsCredentials, Credentials, ServiceAccount } from './credentials.ts'
export type { DeviceDescription, DeviceWish } from './devices/device.ts'
export { TooManyDevices } from './devices/devices.ts'
export type { DeviceFailure, FailureStatus } from './devices/failures.ts'
export type { Inbox, ReceivedPush } from './devices/inbox.ts'
export { APP_IDS, DEFAULT_APP, type Environment, type Service } from './devices/service.ts'
export { type Provider, type ProviderOptions, startProvider } from './start-provider.ts'
