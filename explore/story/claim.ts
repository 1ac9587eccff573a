import type { Action, RuleKind } from '../../spec/index.ts'
import type { DeviceName, RoomName, UserName } from '../history.ts'
import type { Range } from '../model/notices.ts'

/**
 * Expectation about a target, as data, so that a case can be made of it. Events are named as in their history; other
 * identifiers are those of the target.
 */
export type Claim =
  | { kind: 'push'; user: UserName; device: DeviceName; event: string; isPushed: boolean }
  | { kind: 'tweaks'; user: UserName; device: DeviceName; event: string; allowed: Record<string, unknown>[] }
  | { kind: 'badge'; user: UserName; event: string; range: Range }
  | {
      kind: 'count'
      user: UserName
      room: RoomName
      field: 'notification_count' | 'highlight_count'
      range: Range
      /** `main`, or the name of the root of the thread; absent for whole rooms */
      thread?: string
    }
  | { kind: 'receipt'; user: UserName; reader: UserName; room: RoomName; message: string }
  | { kind: 'notification'; user: UserName; event: string; isListed: boolean }
  | { kind: 'read-notification'; user: UserName; event: string; isRead: boolean }
  | { kind: 'rule'; user: UserName; ruleKind: RuleKind; ruleId: string; isListed: boolean }
  | { kind: 'enabled'; user: UserName; ruleKind: RuleKind; ruleId: string; isEnabled: boolean }
  | { kind: 'actions'; user: UserName; ruleKind: RuleKind; ruleId: string; actions: Action[] }
  | { kind: 'pusher'; user: UserName; device: DeviceName; isListed: boolean }
  | { kind: 'pusher-name'; user: UserName; device: DeviceName; name: string }
