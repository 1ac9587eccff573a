import { afterRestart } from './after-restart.ts'
import { creating } from './creating.ts'
import { deleting } from './deleting.ts'
import { enabledAndActions } from './enabled-and-actions.ts'
import { everyDefaultRule } from './every-default-rule.ts'
import { immediateEffect } from './immediate-effect.ts'
import { reading } from './reading.ts'
import { readingBack } from './reading-back.ts'
import { requestBodies } from './request-bodies.ts'
import { ruleIds } from './rule-ids.ts'
import { sameIds } from './same-ids.ts'
import { setTwice } from './set-twice.ts'
import { unknownRules } from './unknown-rules.ts'
import { updating } from './updating.ts'

/** Cases about the endpoints for push rules. */
export const rulesApi = [
  ...reading,
  ...creating,
  ...readingBack,
  ...updating,
  ...deleting,
  ...enabledAndActions,
  ...setTwice,
  ...everyDefaultRule,
  ...unknownRules,
  ...ruleIds,
  ...sameIds,
  ...requestBodies,
  ...immediateEffect,
  ...afterRestart,
]
