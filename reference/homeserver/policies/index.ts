import { type DeliveryPolicies, deliveryPolicies } from '../../delivery/policies.ts'
import { type ActionPolicies, actionPolicies } from './actions.ts'
import { type AuthenticationPolicies, authenticationPolicies } from './authentication.ts'
import { type ConditionPolicies, conditionPolicies } from './conditions.ts'
import { type DefaultRulePolicies, defaultRulePolicies } from './default-rules.ts'
import { type ErrorPolicies, errorPolicies } from './errors.ts'
import { type NotificationPolicies, notificationPolicies } from './notifications.ts'
import { type PayloadPolicies, payloadPolicies } from './payload.ts'
import { type PusherPolicies, pusherPolicies } from './pushers.ts'
import { type ReadMarkerPolicies, readMarkerPolicies } from './read-markers.ts'
import { type ReceiptPolicies, receiptPolicies } from './receipts.ts'
import { type RecipientPolicies, recipientPolicies } from './recipients.ts'
import { type RoomUpgradePolicies, roomUpgradePolicies } from './room-upgrades.ts'
import { type RuleOrderPolicies, ruleOrderPolicies } from './rule-order.ts'
import { type RulesApiPolicies, rulesApiPolicies } from './rules-api.ts'
import { type RulesSyncPolicies, rulesSyncPolicies } from './rules-sync.ts'
import { type SchemaPolicies, schemaPolicies } from './schema.ts'
import { type UnreadCountPolicies, unreadCountPolicies } from './unread-counts.ts'

/**
 * Decisions that the homeserver is composed of, by topic: everything in the specification that a server could get
 * wrong. Each decision is a function of its arguments, or a constant. The rest of the homeserver only carries out what
 * they decide.
 */
export interface Policies {
  pushers: PusherPolicies
  rulesApi: RulesApiPolicies
  ruleOrder: RuleOrderPolicies
  conditions: ConditionPolicies
  actions: ActionPolicies
  defaultRules: DefaultRulePolicies
  rulesSync: RulesSyncPolicies
  recipients: RecipientPolicies
  payload: PayloadPolicies
  delivery: DeliveryPolicies
  unreadCounts: UnreadCountPolicies
  receipts: ReceiptPolicies
  readMarkers: ReadMarkerPolicies
  notifications: NotificationPolicies
  authentication: AuthenticationPolicies
  errors: ErrorPolicies
  roomUpgrades: RoomUpgradePolicies
  schema: SchemaPolicies
}

/** Topic of {@link Policies}. */
export type PolicyTopic = keyof Policies

/** Decisions that follow the specification. */
export const policies: Policies = {
  pushers: pusherPolicies,
  rulesApi: rulesApiPolicies,
  ruleOrder: ruleOrderPolicies,
  conditions: conditionPolicies,
  actions: actionPolicies,
  defaultRules: defaultRulePolicies,
  rulesSync: rulesSyncPolicies,
  recipients: recipientPolicies,
  payload: payloadPolicies,
  delivery: deliveryPolicies,
  unreadCounts: unreadCountPolicies,
  receipts: receiptPolicies,
  readMarkers: readMarkerPolicies,
  notifications: notificationPolicies,
  authentication: authenticationPolicies,
  errors: errorPolicies,
  roomUpgrades: roomUpgradePolicies,
  schema: schemaPolicies,
}

/** Replacements for some decisions, by topic, made from the decisions that they replace. */
export type PolicyChanges = {
  [Topic in PolicyTopic]?: (correct: Policies[Topic]) => Partial<Policies[Topic]>
}

/** Returns the policies with some decisions replaced. */
export function changePolicies(policies: Policies, changes: PolicyChanges): Policies {
  const topics = Object.keys(policies) as PolicyTopic[]
  return Object.assign({}, policies, ...topics.map((topic) => ({ [topic]: changeTopic(topic, policies, changes) })))
}

function changeTopic<Topic extends PolicyTopic>(
  topic: Topic,
  policies: Policies,
  changes: PolicyChanges,
): Policies[Topic] {
  return { ...policies[topic], ...changes[topic]?.(policies[topic]) }
}
