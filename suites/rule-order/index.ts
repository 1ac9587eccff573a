import { enabling } from './enabling.ts'
import { kinds } from './kinds.ts'
import { placement } from './placement.ts'
import { userAndDefaultRules } from './user-and-default-rules.ts'
import { withinAKind } from './within-a-kind.ts'

export const ruleOrder = [...kinds, ...withinAKind, ...placement, ...enabling, ...userAndDefaultRules]
