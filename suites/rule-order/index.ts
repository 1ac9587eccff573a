import { defaults } from './defaults.ts'
import { enabling } from './enabling.ts'
import { kinds } from './kinds.ts'
import { placement } from './placement.ts'
import { withinAKind } from './within-a-kind.ts'

export const ruleOrdering = [...kinds, ...withinAKind, ...placement, ...enabling, ...defaults]
