import { fields } from './fields.ts'
import { listed } from './listed-events.ts'
import { pages } from './pages.ts'
import { read } from './read-state.ts'
import { unspecified } from './unspecified.ts'

export const notifications = [...listed, ...fields, ...read, ...pages, ...unspecified]
