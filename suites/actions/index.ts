import { membership } from './membership.ts'
import { notifying } from './notifying.ts'
import { tweaks } from './tweaks.ts'

export const actions = [...notifying, ...membership, ...tweaks]
