import type { SpecVersion } from '../../spec/index.ts'
import type { Delivery } from '../delivery/index.ts'
import type { Log } from '../log.ts'
import type { PasswordCost } from './passwords.ts'
import type { Policies } from './policies/index.ts'
import type { Rulesets } from './push/rulesets.ts'
import type { RateLimiter } from './rate-limit.ts'
import type { Store } from './storage/store.ts'
import type { Typing } from './sync/typing.ts'
import type { Waiters } from './sync/waiters.ts'

/** Ways to register accounts. */
export interface Registration {
  /** Registration token for the `m.login.registration_token` flow; default: no such flow */
  token?: string
  /** True for open registration by `m.login.dummy`; default: true if no token is set */
  open?: boolean
}

/** Parts of the homeserver that its modules share. */
export interface Services {
  specVersion: SpecVersion
  serverName: string
  registration: Registration
  passwordCost: PasswordCost
  rateLimiter: RateLimiter
  policies: Policies
  store: Store
  rulesets: Rulesets
  delivery: Delivery
  waiters: Waiters
  typing: Typing
  log: Log
}
