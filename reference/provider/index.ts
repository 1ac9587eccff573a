/**
 * The provider of the reference push stack: APNs, FCM and a Web Push service as client libraries see them, on loopback,
 * with an inbox for each device.
 *
 * @module
 */
export type { ApnsCredentials, Credentials, ServiceAccount } from './credentials.ts'
export type { DeviceDescription } from './describe-device.ts'
export { DEFAULT_APP, type DeviceWish, type Environment, type Service } from './device.ts'
export type { Failure, FailureStatus } from './failures.ts'
export type { Inbox, ReceivedPush } from './inbox.ts'
export { type Provider, type ProviderOptions, startProvider } from './start-provider.ts'
