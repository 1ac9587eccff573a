import { requirement } from '../../spec/index.ts'
import type { Policies } from '../homeserver/policies.ts'
import { ANSWER_FAULTS } from './answers.ts'
import { COUNT_FAULTS } from './counts.ts'
import { DEFAULT_RULE_FAULTS } from './default-rules.ts'
import { DELIVERY_FAULTS } from './delivery.ts'
import type { Fault } from './fault.ts'
import { GATEWAY_FAULTS } from './gateway.ts'
import { MATCHING_FAULTS } from './matching.ts'
import { MATCHING_PROPERTY_FAULTS } from './matching-properties.ts'
import { MATCHING_ROOM_FAULTS } from './matching-room.ts'
import { MATCHING_TEXT_FAULTS } from './matching-text.ts'
import { MATCHING_VALUE_FAULTS } from './matching-values.ts'
import { MISSING_DEFAULT_FAULTS } from './missing-defaults.ts'
import { NOTIFICATION_FAULTS } from './notifications.ts'
import { PUSHER_FAULTS } from './pushers.ts'
import { READING_FAULTS } from './reading.ts'
import { RECEIPT_FAULTS } from './receipts.ts'
import { RULE_API_FAULTS } from './rule-api.ts'
import { RULE_KIND_FAULTS } from './rule-kinds.ts'
import { RULE_ORDER_FAULTS } from './rule-order.ts'
import { RULES_TOLD_FAULTS } from './rules-told.ts'
import { SCHEMA_FAULTS } from './schema.ts'
import { WHO_FAULTS } from './who.ts'

/** All that the reference can be made to do otherwise under a name. */
const CATALOGUE: readonly Fault[] = [
  ...SCHEMA_FAULTS,
  ...ANSWER_FAULTS,
  ...PUSHER_FAULTS,
  ...RULE_API_FAULTS,
  ...RULE_ORDER_FAULTS,
  ...RULE_KIND_FAULTS,
  ...RULES_TOLD_FAULTS,
  ...MISSING_DEFAULT_FAULTS,
  ...DEFAULT_RULE_FAULTS,
  ...MATCHING_FAULTS,
  ...MATCHING_TEXT_FAULTS,
  ...MATCHING_VALUE_FAULTS,
  ...MATCHING_PROPERTY_FAULTS,
  ...MATCHING_ROOM_FAULTS,
  ...WHO_FAULTS,
  ...GATEWAY_FAULTS,
  ...DELIVERY_FAULTS,
  ...COUNT_FAULTS,
  ...READING_FAULTS,
  ...RECEIPT_FAULTS,
  ...NOTIFICATION_FAULTS,
]

/** Every fault that the reference can have. */
export const FAULTS: readonly Fault[] = CATALOGUE.filter(isWrong)

/**
 * What other servers do, and one would take for a fault, where the specification leaves it open. No case may be red
 * because of it.
 */
export const UNSPECIFIED_FAULTS: readonly Fault[] = CATALOGUE.filter((fault) => !isWrong(fault))

/** Whether one of the requirements asks for something. */
function isWrong({ requirements }: Fault): boolean {
  return requirements.map(requirement).some(({ level }) => level !== 'may' && level !== 'unspecified')
}

/** The policies with one fault; throws for a name that no fault has. */
export function faultyPolicies(name: string, policies: Policies): Policies {
  const fault = CATALOGUE.find((candidate) => candidate.name === name)
  if (fault !== undefined) return fault.apply(policies)
  throw new TypeError(`There is no fault "${name}"; FAULTS lists their names`)
}
