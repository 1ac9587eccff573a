import { ANSWER_VARIANTS } from './answers.ts'
import { DEFAULT_RULE_VARIANTS } from './default-rules.ts'
import { DELIVERY_VARIANTS } from './delivery.ts'
import { LEGACY_VARIANTS } from './legacy.ts'
import { MATCHING_VARIANTS } from './matching.ts'
import { NOTIFICATION_VARIANTS } from './notifications.ts'
import { PUSHER_VARIANTS } from './pushers.ts'
import { PUSH_VARIANTS } from './pushes.ts'
import { RECEIPT_VARIANTS } from './receipts.ts'
import { REFUSAL_VARIANTS } from './refusals.ts'
import { ROOM_VARIANTS } from './rooms.ts'
import { RULE_VARIANTS } from './rules.ts'
import { SENDING_VARIANTS } from './sending.ts'
import { SYNC_VARIANTS } from './sync.ts'
import type { Variant } from './variant.ts'

/** Every way in which the reference can be different and right. */
export const VARIANTS: readonly Variant[] = [
  ...ANSWER_VARIANTS,
  ...REFUSAL_VARIANTS,
  ...RULE_VARIANTS,
  ...DEFAULT_RULE_VARIANTS,
  ...MATCHING_VARIANTS,
  ...PUSHER_VARIANTS,
  ...PUSH_VARIANTS,
  ...DELIVERY_VARIANTS,
  ...SENDING_VARIANTS,
  ...SYNC_VARIANTS,
  ...NOTIFICATION_VARIANTS,
  ...RECEIPT_VARIANTS,
  ...ROOM_VARIANTS,
  ...LEGACY_VARIANTS,
]

/** The variant of this name; throws when there is none. */
export function findVariant(name: string): Variant {
  const variant = VARIANTS.find((candidate) => candidate.name === name)
  if (variant !== undefined) return variant
  throw new TypeError(`There is no variant "${name}"; VARIANTS lists their names`)
}
