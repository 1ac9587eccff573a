import { defaults } from './defaults.ts'
import { enabling } from './enabling.ts'
import { kinds } from './kinds.ts'
import { withinAKind } from './within-a-kind.ts'

export const ruleOrdering = [...kinds, ...withinAKind, ...enabling, ...defaults]
