/**
 * Delivery of push requests to push gateways: in order, with retries, independently for each pusher.
 *
 * @module
 */
export type { Backoff } from './backoff.ts'
export { type Clock, systemClock } from './clock.ts'
export { createDelivery, type Delivery, type DeliveryOptions, type DeliverySettings } from './delivery.ts'
export { type GatewayUrlPolicy, NOTIFY_PATH } from './gateway-url.ts'
export type { PushQueue, QueuedPush } from './push-queue.ts'
