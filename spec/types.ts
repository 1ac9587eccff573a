/** The names that the rest of Plexor uses for the generated types. */
import type { components as ClientServer } from './generated/client-server.ts'
import type { components as PushGateway } from './generated/push-gateway.ts'

type Schemas = ClientServer['schemas'] & PushGateway['schemas']

/** The kinds of push rule, in the order that they are tried. */
export const RULE_KINDS = ['override', 'content', 'room', 'sender', 'underride'] as const

export type RuleKind = (typeof RULE_KINDS)[number]

/** What to do with an event that a rule matches: a string, or an object where there are parameters. */
export type Action = Schemas['Action']

/** The action that puts an entry into the `tweaks` of a device. */
export interface Tweak {
  set_tweak: string
  /** Absent on `highlight`, it means true */
  value?: unknown
}

export type PushCondition = Schemas['PushCondition']
export type PushRule = Schemas['PushRule']
export type Ruleset = Schemas['Ruleset']

export type PusherData = Schemas['PusherData']
export type Pusher = Schemas['Pusher']
/** The body of `POST /pushers/set`. */
export type SetPusher = Schemas['SetPusher']

export type ClientEvent = Schemas['ClientEvent']
export type NotificationItem = Schemas['NotificationItem']
export type SyncResponse = Schemas['SyncResponse']
export type JoinedRoom = Schemas['JoinedRoom']
export type UnreadCounts = Schemas['UnreadCounts']
export type MatrixError = Schemas['MatrixError']

export type NotifyRequest = Schemas['NotifyRequest']
export type NotifyResponse = Schemas['NotifyResponse']
export type PushNotification = Schemas['PushNotification']
export type PushCounts = Schemas['PushCounts']
export type Device = Schemas['Device']

export type { KnownEvent, PowerLevelsContent } from './generated/events.ts'
