import { ACTIONS_VARIANTS } from './actions.ts'
import { CONDITIONS_VARIANTS } from './conditions.ts'
import { DEFAULT_RULES_VARIANTS } from './default-rules.ts'
import { DELIVERY_VARIANTS } from './delivery.ts'
import { ERRORS_VARIANTS } from './errors.ts'
import { NOTIFICATIONS_VARIANTS } from './notifications.ts'
import { PAYLOAD_VARIANTS } from './payload.ts'
import { PUSHERS_VARIANTS } from './pushers.ts'
import { RECEIPTS_VARIANTS } from './receipts.ts'
import { RECIPIENTS_VARIANTS } from './recipients.ts'
import { ROOM_UPGRADES_VARIANTS } from './room-upgrades.ts'
import { RULE_ORDER_VARIANTS } from './rule-order.ts'
import { RULES_API_VARIANTS } from './rules-api.ts'
import { RULES_SYNC_VARIANTS } from './rules-sync.ts'
import { SCHEMA_VARIANTS } from './schema.ts'
import { UNREAD_COUNTS_VARIANTS } from './unread-counts.ts'
import type { Variant } from './variant.ts'

/** Every conforming variant of the reference homeserver. */
export const VARIANTS: readonly Variant[] = [
  ...PUSHERS_VARIANTS,
  ...RULES_API_VARIANTS,
  ...RULE_ORDER_VARIANTS,
  ...CONDITIONS_VARIANTS,
  ...ACTIONS_VARIANTS,
  ...DEFAULT_RULES_VARIANTS,
  ...RULES_SYNC_VARIANTS,
  ...RECIPIENTS_VARIANTS,
  ...PAYLOAD_VARIANTS,
  ...DELIVERY_VARIANTS,
  ...UNREAD_COUNTS_VARIANTS,
  ...RECEIPTS_VARIANTS,
  ...NOTIFICATIONS_VARIANTS,
  ...ERRORS_VARIANTS,
  ...ROOM_UPGRADES_VARIANTS,
  ...SCHEMA_VARIANTS,
]

/**
 * Returns the variant of this name.
 *
 * @throws {TypeError} when there is no variant of this name
 */
export function findVariant(name: string): Variant {
  const variant = VARIANTS.find((candidate) => candidate.name === name)
  if (variant !== undefined) return variant
  throw new TypeError(`Unknown variant "${name}": expected a name from VARIANTS`)
}
