import { notifying } from './notifying.ts'
import { tweaks } from './tweaks.ts'

export const actions = [...notifying, ...tweaks]
