import { type DeliveryPolicies, deliveryPolicies } from '../delivery/policies.ts'
import { type ApiPolicies, apiPolicies } from './policies/api.ts'
import { type CountPolicies, countPolicies } from './policies/counts.ts'
import { type GatewayPolicies, gatewayPolicies } from './policies/gateway.ts'
import { type NotificationPolicies, notificationPolicies } from './policies/notifications.ts'
import { type PusherPolicies, pusherPolicies } from './policies/pushers.ts'
import { type ReceiptPolicies, receiptPolicies } from './policies/receipts.ts'
import { type RulePolicies, rulePolicies } from './policies/rules.ts'

/**
 * The small decisions that the homeserver is composed of, wherever the specification leaves a server something to get
 * wrong. Each is a function of its arguments; the rest of the code only carries out what they decide.
 */
export interface Policies {
  /** Who may ask, and the form of the answers */
  api: ApiPolicies
  /** Push rules: which there are, their order, and what may be asked of them */
  rules: RulePolicies
  /** Pushers: which are the same, and when they end */
  pushers: PusherPolicies
  /** What is sent to push gateways, and to whom */
  gateway: GatewayPolicies
  /** How push requests get to their gateways */
  delivery: DeliveryPolicies
  /** Unread counts, and what marks notifications as read */
  counts: CountPolicies
  /** Receipts and markers, besides what they mark as read */
  receipts: ReceiptPolicies
  /** `GET /notifications` */
  notifications: NotificationPolicies
}

/** The decisions as the specification wants them. */
export const policies: Policies = {
  api: apiPolicies,
  rules: rulePolicies,
  pushers: pusherPolicies,
  gateway: gatewayPolicies,
  delivery: deliveryPolicies,
  counts: countPolicies,
  receipts: receiptPolicies,
  notifications: notificationPolicies,
}
