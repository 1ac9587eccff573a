import { beforePusher } from './before-pusher.ts'
import { beforeRuleChanges } from './before-rule-changes.ts'
import { earlierEvents } from './earlier-events.ts'
import { ignoredUsers } from './ignored-users.ts'
import { membership } from './membership.ts'
import { ownEvents } from './own-events.ts'
import { ownRules } from './own-rules.ts'

/** Cases about the users who are notified of an event. */
export const recipients = [
  ...ownRules,
  ...ownEvents,
  ...membership,
  ...earlierEvents,
  ...beforePusher,
  ...beforeRuleChanges,
  ...ignoredUsers,
]
