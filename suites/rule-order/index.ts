import { enabling } from './enabling.ts'
import { examples } from './examples.ts'
import { kinds } from './kinds.ts'
import { moving } from './moving.ts'
import { placement } from './placement.ts'
import { userAndDefaultRules } from './user-and-default-rules.ts'
import { withinAKind } from './within-a-kind.ts'

/** Cases about the order in which rules are tried. */
export const ruleOrder = [
  ...kinds,
  ...withinAKind,
  ...placement,
  ...moving,
  ...enabling,
  ...userAndDefaultRules,
  ...examples,
]
