import { bodies } from './bodies.ts'
import { changing } from './changing.ts'
import { creating } from './creating.ts'
import { deleting } from './deleting.ts'
import { everyDefault } from './every-default.ts'
import { historicalActions } from './historical-actions.ts'
import { reading } from './reading.ts'
import { readingBack } from './reading-back.ts'
import { ruleIds } from './rule-ids.ts'
import { unknownRules } from './unknown-rules.ts'
import { updating } from './updating.ts'

export const pushRulesApi = [
  ...reading,
  ...creating,
  ...readingBack,
  ...updating,
  ...deleting,
  ...changing,
  ...everyDefault,
  ...unknownRules,
  ...ruleIds,
  ...bodies,
  ...historicalActions,
]
