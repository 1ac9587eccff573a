/**
 * The push module of the Matrix specification as data, types and checks: requirements, default push rules, operations,
 * and validation of requests, responses and events.
 *
 * @example
 * ```ts
 * import { checkNotifyRequest, defaultRuleset, requirement, within } from 'plexor/spec'
 *
 * // Default push rules of a user in a version of the specification
 * const ruleset = defaultRuleset('v1.19', '@alice:example.org')
 * const ids = ruleset.underride.map((rule) => rule.rule_id)
 *
 * // Requirement of the catalogue, and its first version
 * const { level, since } = requirement('pushers.set-updates')
 *
 * // Violations in the body of a request to a push gateway
 * const violations = checkNotifyRequest({ notification: { devices: [{ app_id: 'org.example.app' }] } })
 *
 * console.log(ids[0]) // .m.rule.call
 * console.log(`${level} since ${since}`) // stated since v1.6
 * console.log(within('v1.6', { since: 'v1.7' })) // false
 * console.log(violations[0]) // At /notification/devices/0: expected the property "pushkey", found an object with "app_id"
 * ```
 *
 * @module
 */
export { defaultRuleset } from './default-rules.ts'
export { findOperation } from './find-operation.ts'
export { type Operation, type OperationId, operation } from './operation.ts'
export { LEVELS, type Level, type Requirement, requirement, requirements } from './requirements.ts'
export { TOPICS, type Topic, topicOf } from './topics.ts'
export {
  type Action,
  type ClientEvent,
  type Device,
  type JoinedRoom,
  type KnownEvent,
  type MatrixError,
  type NotificationItem,
  type NotifyRequest,
  type NotifyResponse,
  type PowerLevelsContent,
  type PushCondition,
  type PushCounts,
  type Pusher,
  type PusherData,
  type PushNotification,
  type PushRule,
  RULE_KINDS,
  type RuleKind,
  type Ruleset,
  type SetPusher,
  type SyncResponse,
  type Tweak,
  type UnreadCounts,
} from './types.ts'
export { checkEvent, checkNotifyRequest, checkNotifyResponse, checkRequestBody, checkResponse } from './validate.ts'
export {
  atLeast,
  isSpecVersion,
  majorVersion,
  NEWEST,
  newestOf,
  RELEASED_VERSIONS,
  SPEC_VERSIONS,
  type Span,
  type SpecVersion,
  within,
} from './versions.ts'
