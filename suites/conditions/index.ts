import { contentRules } from './content-rules.ts'
import { displayName } from './display-name.ts'
import { early } from './early.ts'
import { fields } from './fields.ts'
import { memberCounts } from './member-count.ts'
import { notUnderstood } from './not-understood.ts'
import { notificationPermission } from './notification-permission.ts'
import { paths } from './paths.ts'
import { properties } from './properties.ts'
import { values } from './values.ts'
import { words } from './words.ts'

export const conditions = [
  ...words,
  ...contentRules,
  ...values,
  ...fields,
  ...paths,
  ...properties,
  ...memberCounts,
  ...notificationPermission,
  ...displayName,
  ...notUnderstood,
  ...early,
]
