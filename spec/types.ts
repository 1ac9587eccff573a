import type { components as ClientServer } from './generated/client-server.ts'
import type { components as PushGateway } from './generated/push-gateway.ts'

type Schemas = ClientServer['schemas'] & PushGateway['schemas']

/**
 * Kinds of push rules, by descending priority.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#push-rules
 */
export const RULE_KINDS = ['override', 'content', 'room', 'sender', 'underride'] as const

/** Kind of a push rule. */
export type RuleKind = (typeof RULE_KINDS)[number]

/**
 * Action of a push rule: a string such as `notify`, or an object with parameters.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#actions
 */
export type Action = Schemas['Action']

/** Action that adds an entry to the `tweaks` of a device. */
export interface Tweak {
  /** Name of the tweak, such as `sound` */
  set_tweak: string
  /** Value of the tweak; true by default for `highlight` */
  value?: unknown
}

/**
 * Condition of an override or underride rule. Its other properties depend on `kind`.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#conditions-1
 */
export type PushCondition = Schemas['PushCondition']

/** Push rule as the client-server API returns it. */
export type PushRule = Schemas['PushRule']

/** Push rules of a user by kind, each list by descending priority. */
export type Ruleset = Schemas['Ruleset']

/** Data of a pusher; everything except `url` is forwarded to the gateway. */
export type PusherData = Schemas['PusherData']

/** Pusher as `GET /pushers` lists it. */
export type Pusher = Schemas['Pusher']

/** Body of `POST /pushers/set`. */
export type SetPusher = Schemas['SetPusher']

/** Event of a room as clients receive it. */
export type ClientEvent = Schemas['ClientEvent']

/** Item of the list of `GET /notifications`. */
export type NotificationItem = Schemas['NotificationItem']

/** Body of a response of `GET /sync`. */
export type SyncResponse = Schemas['SyncResponse']

/** Joined room in a response of `GET /sync`. */
export type JoinedRoom = Schemas['JoinedRoom']

/** Numbers of unread notifications of a room or thread; an absent count is zero. */
export type UnreadCounts = Schemas['UnreadCounts']

/** Body of an error response: `errcode`, such as `M_FORBIDDEN`, and a message for people. */
export type MatrixError = Schemas['MatrixError']

/** Body of `POST /_matrix/push/v1/notify`, a request of a homeserver to a push gateway. */
export type NotifyRequest = Schemas['NotifyRequest']

/** Body of the response of a push gateway: the rejected pushkeys. */
export type NotifyResponse = Schemas['NotifyResponse']

/** Notification in a request to a push gateway. */
export type PushNotification = Schemas['PushNotification']

/** Counts over all rooms of a user, in a request to a push gateway. */
export type PushCounts = Schemas['PushCounts']

/** Device in a request to a push gateway. Its `pushkey_ts` is in seconds. */
export type Device = Schemas['Device']

export type { KnownEvent, PowerLevelsContent } from './generated/events.ts'
