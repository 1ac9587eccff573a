import { allConditions } from './all-conditions.ts'
import { bodyKeys } from './body-keys.ts'
import { bodyPatterns } from './body-patterns.ts'
import { contentRules } from './content-rules.ts'
import { displayName } from './display-name.ts'
import { earlyPatterns } from './early-patterns.ts'
import { eventFields } from './event-fields.ts'
import { memberCounts } from './member-count.ts'
import { notificationPermission } from './notification-permission.ts'
import { propertyPaths } from './property-paths.ts'
import { propertyValues } from './property-values.ts'
import { roomAndSenderRules } from './room-and-sender-rules.ts'
import { unbalancedPatterns } from './unbalanced-patterns.ts'
import { unknownAndMalformed } from './unknown-and-malformed.ts'
import { valuePatterns } from './value-patterns.ts'

/** Cases about the conditions of rules. */
export const conditions = [
  ...bodyPatterns,
  ...bodyKeys,
  ...contentRules,
  ...valuePatterns,
  ...unbalancedPatterns,
  ...eventFields,
  ...propertyPaths,
  ...propertyValues,
  ...memberCounts,
  ...notificationPermission,
  ...displayName,
  ...roomAndSenderRules,
  ...allConditions,
  ...unknownAndMalformed,
  ...earlyPatterns,
]
