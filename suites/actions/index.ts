import { examples } from './examples.ts'
import { membership } from './membership.ts'
import { notifying } from './notifying.ts'
import { obsoleteActions } from './obsolete-actions.ts'
import { tweakKinds } from './tweak-kinds.ts'
import { tweaks } from './tweaks.ts'

/** Cases about the actions of rules. */
export const actions = [...notifying, ...membership, ...tweaks, ...tweakKinds, ...obsoleteActions, ...examples]
