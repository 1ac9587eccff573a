/**
 * Push gateway of the reference push stack: accepts notifications from homeservers, and sends them to APNs, FCM and Web
 * Push.
 *
 * @module
 */

export type { PushGatewayFault } from '../faults/fault.ts'
export { PUSH_GATEWAY_FAULTS } from '../faults/push-gateway.ts'
export { PUSH_GATEWAY_VARIANTS, type PushGatewayVariant } from '../variants/push-gateway.ts'
export { type ApnsOptions, createApnsProvider } from './apns/apns-provider.ts'
export type { App } from './app.ts'
export {
  createPushGateway,
  type HandledNotification,
  type PushGateway,
  type PushGatewayOptions,
} from './create-push-gateway.ts'
export { createFcmProvider, type FcmOptions } from './fcm/fcm-provider.ts'
export { type DeviceOutcome, type PushGatewayPolicies, pushGatewayPolicies } from './policies.ts'
export type { Counts, Push, PushContent, PushNotification, TargetDevice } from './push.ts'
export type { PushOutcome, PushProvider } from './push-provider.ts'
export { createWebPushProvider, type WebPushOptions } from './web-push/web-push-provider.ts'
