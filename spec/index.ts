/** The specification as data, types and checks. */
export { defaultRuleset } from './default-rules.ts'
export { findOperation } from './find-operation.ts'
export { type Operation, type OperationId, operation } from './operation.ts'
export { LEVELS, type Level, type Requirement, requirement, requirements } from './requirements.ts'
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
  SPEC_VERSIONS,
  type Span,
  type SpecVersion,
  within,
} from './versions.ts'
export { TOPICS, type Topic, topicOf } from './topics.ts'
