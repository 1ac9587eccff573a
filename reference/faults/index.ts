import { requirement } from '../../spec/index.ts'
import type { Policies } from '../homeserver/policies/index.ts'
import { ACTIONS_FAULTS } from './actions.ts'
import { AUTHENTICATION_FAULTS } from './authentication.ts'
import { CONDITIONS_FAULTS } from './conditions/kinds.ts'
import { CONDITIONS_PROPERTIES_FAULTS } from './conditions/properties.ts'
import { CONDITIONS_ROOMS_FAULTS } from './conditions/rooms.ts'
import { CONDITIONS_TEXT_FAULTS } from './conditions/text.ts'
import { CONDITIONS_VALUES_FAULTS } from './conditions/values.ts'
import { DEFAULT_RULES_FAULTS } from './default-rules.ts'
import { MISSING_DEFAULT_RULE_FAULTS } from './default-rules-missing.ts'
import { DELIVERY_FAULTS } from './delivery.ts'
import { ERRORS_FAULTS } from './errors.ts'
import type { Fault } from './fault.ts'
import { NOTIFICATIONS_FAULTS } from './notifications.ts'
import { PAYLOAD_FAULTS } from './payload.ts'
import { PUSHERS_FAULTS } from './pushers.ts'
import { READ_MARKERS_FAULTS } from './read-markers.ts'
import { RECEIPTS_FAULTS } from './receipts.ts'
import { RECIPIENTS_FAULTS } from './recipients.ts'
import { ROOM_UPGRADES_FAULTS } from './room-upgrades.ts'
import { RULE_ORDER_FAULTS } from './rule-order.ts'
import { RULES_API_CHANGES_FAULTS } from './rules-api/changes.ts'
import { RULES_API_FAULTS } from './rules-api/requests.ts'
import { RULES_SYNC_FAULTS } from './rules-sync.ts'
import { SCHEMA_FAULTS } from './schema.ts'
import { UNREAD_COUNTS_FAULTS } from './unread-counts.ts'

/** Every named behaviour that differs from the correct one, whether it is wrong or unspecified. */
const CATALOGUE: readonly Fault[] = [
  ...PUSHERS_FAULTS,
  ...RULES_API_FAULTS,
  ...RULES_API_CHANGES_FAULTS,
  ...RULE_ORDER_FAULTS,
  ...CONDITIONS_FAULTS,
  ...CONDITIONS_TEXT_FAULTS,
  ...CONDITIONS_VALUES_FAULTS,
  ...CONDITIONS_PROPERTIES_FAULTS,
  ...CONDITIONS_ROOMS_FAULTS,
  ...ACTIONS_FAULTS,
  ...DEFAULT_RULES_FAULTS,
  ...MISSING_DEFAULT_RULE_FAULTS,
  ...RULES_SYNC_FAULTS,
  ...RECIPIENTS_FAULTS,
  ...PAYLOAD_FAULTS,
  ...DELIVERY_FAULTS,
  ...UNREAD_COUNTS_FAULTS,
  ...RECEIPTS_FAULTS,
  ...READ_MARKERS_FAULTS,
  ...NOTIFICATIONS_FAULTS,
  ...AUTHENTICATION_FAULTS,
  ...ERRORS_FAULTS,
  ...ROOM_UPGRADES_FAULTS,
  ...SCHEMA_FAULTS,
]

/** Every fault of the reference homeserver. */
export const FAULTS: readonly Fault[] = CATALOGUE.filter(isWrong)

/** Behaviours that could be taken for faults but that the specification permits. No case may fail because of one. */
export const UNSPECIFIED_FAULTS: readonly Fault[] = CATALOGUE.filter((fault) => !isWrong(fault))

/** Reports whether one of the requirements is more than `may` or `unspecified`. */
function isWrong({ breaks }: Fault): boolean {
  return breaks.map(requirement).some(({ level }) => level !== 'may' && level !== 'unspecified')
}

/**
 * Returns the policies with one fault.
 *
 * @throws {TypeError} when there is no fault of this name
 */
export function faultyPolicies(name: string, policies: Policies): Policies {
  const fault = CATALOGUE.find((candidate) => candidate.name === name)
  if (fault !== undefined) return fault.apply(policies)
  throw new TypeError(`Unknown fault "${name}": expected a name from FAULTS or UNSPECIFIED_FAULTS`)
}
