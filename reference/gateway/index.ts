/**
 * The push gateway of the reference push stack: takes the notifications of homeservers, and hands them on to APNs, FCM
 * and Web Push.
 *
 * @module
 */
export { type ApnsOptions, createApnsProvider } from './apns/apns-provider.ts'
export type { App } from './app.ts'
export { createPushGateway, type PushGateway, type PushGatewayOptions } from './create-push-gateway.ts'
export { PUSH_GATEWAY_FAULTS, type PushGatewayFault } from './faults.ts'
export { createFcmProvider, type FcmOptions } from './fcm/fcm-provider.ts'
export { type PushGatewayPolicies, pushGatewayPolicies } from './policies.ts'
export type { Content, Counts, Notification, Push, TargetDevice } from './push.ts'
export type { Outcome, PushProvider } from './push-provider.ts'
export { createWebPushProvider, type WebPushOptions } from './web-push/web-push-provider.ts'
