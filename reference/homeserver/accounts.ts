import type { Ruleset } from '../../spec/index.ts'
import type { DefaultRuleChange } from './storage/push-rules.ts'
import type { StoredPusher } from './storage/pushers.ts'
import type { Store } from './storage/store.ts'

/** Accounts of a homeserver. */
export interface Accounts {
  /** Number of all accounts */
  total: number

  /** The newest accounts, newest first */
  newest: Account[]
}

/** Account with what decides about its pushes. */
export interface Account {
  user_id: string
  display_name?: string

  /** Pushers in the order in which they were set */
  pushers: AccountPusher[]

  /** Push rules that the user created, highest priority first */
  rules: Ruleset

  /** Changes of the user to server-default rules */
  changes: DefaultRuleChange[]
}

/** Pusher of an account. Its pushkey is a secret of the user. */
export type AccountPusher = Pick<
  StoredPusher,
  'app_id' | 'pushkey' | 'kind' | 'app_display_name' | 'device_display_name' | 'data'
> & {
  /** Time at which it was last set, in Unix seconds */
  set_at: number
}

/** Returns the newest accounts of a store. */
export function listAccounts({ users, pushers, pushRules }: Store, max: number): Accounts {
  const newest = users.newest(max).map(
    ({ user_id, display_name }): Account => ({
      user_id,
      ...(display_name === null ? {} : { display_name }),
      pushers: pushers.ofUser(user_id).map(describePusher),
      rules: pushRules.ofUser(user_id),
      changes: pushRules.changesOf(user_id),
    }),
  )
  return { total: users.count(), newest }
}

function describePusher(pusher: StoredPusher): AccountPusher {
  const { app_id, pushkey, pushkey_ts: set_at, kind, app_display_name, device_display_name, data } = pusher
  return { app_id, pushkey, kind, app_display_name, device_display_name, data, set_at }
}
