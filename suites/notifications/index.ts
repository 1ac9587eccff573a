import { fields } from './fields.ts'
import { leftOpen } from './left-open.ts'
import { listed } from './listed.ts'
import { pages } from './pages.ts'
import { read } from './read.ts'

export const notifications = [...listed, ...fields, ...read, ...pages, ...leftOpen]
