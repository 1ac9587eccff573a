import { bodies } from './bodies.ts'
import { changing } from './changing.ts'
import { creating } from './creating.ts'
import { deleting } from './deleting.ts'
import { historicalActions } from './historical-actions.ts'
import { reading } from './reading.ts'
import { ruleIds } from './rule-ids.ts'
import { unknownRules } from './unknown-rules.ts'
import { updating } from './updating.ts'

export const pushRulesApi = [
  ...reading,
  ...creating,
  ...updating,
  ...deleting,
  ...changing,
  ...unknownRules,
  ...ruleIds,
  ...bodies,
  ...historicalActions,
]
