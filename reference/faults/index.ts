import type { Policies } from '../homeserver/policies.ts'
import { COUNT_FAULTS } from './counts.ts'
import { DEFAULT_RULE_FAULTS } from './default-rules.ts'
import { DELIVERY_FAULTS } from './delivery.ts'
import type { Fault } from './fault.ts'
import { GATEWAY_FAULTS } from './gateway.ts'
import { MATCHING_FAULTS } from './matching.ts'
import { MATCHING_TEXT_FAULTS } from './matching-text.ts'
import { NOTIFICATION_FAULTS } from './notifications.ts'
import { PUSHER_FAULTS } from './pushers.ts'
import { RULE_API_FAULTS } from './rule-api.ts'
import { RULE_ORDER_FAULTS } from './rule-order.ts'
import { WHO_FAULTS } from './who.ts'

/** Every fault that the reference can have. */
export const FAULTS: readonly Fault[] = [
  ...PUSHER_FAULTS,
  ...RULE_API_FAULTS,
  ...RULE_ORDER_FAULTS,
  ...DEFAULT_RULE_FAULTS,
  ...MATCHING_FAULTS,
  ...MATCHING_TEXT_FAULTS,
  ...WHO_FAULTS,
  ...GATEWAY_FAULTS,
  ...DELIVERY_FAULTS,
  ...COUNT_FAULTS,
  ...NOTIFICATION_FAULTS,
]

/** The policies with one fault; throws for a name that no fault has. */
export function faultyPolicies(name: string, policies: Policies): Policies {
  const fault = FAULTS.find((candidate) => candidate.name === name)
  if (fault !== undefined) return fault.apply(policies)
  throw new TypeError(`There is no fault "${name}"; FAULTS lists their names`)
}
