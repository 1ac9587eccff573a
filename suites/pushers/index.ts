import { authentication } from './authentication.ts'
import { leftOpen } from './left-open.ts'
import { lifecycle } from './lifecycle.ts'
import { notified } from './notified.ts'
import { ownership } from './ownership.ts'
import { validation } from './validation.ts'

export const pushers = [...lifecycle, ...ownership, ...validation, ...authentication, ...notified, ...leftOpen]
