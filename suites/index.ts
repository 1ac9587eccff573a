/** The conformance suites and the harness that runs them against any homeserver. */

import { actions } from './actions/index.ts'
import { authentication } from './authentication/index.ts'
import { conditions } from './conditions/index.ts'
import { defaultRules } from './default-rules/index.ts'
import { delivery } from './delivery/index.ts'
import { errors } from './errors/index.ts'
import type { AnyCase, Case, GatewayCase } from './harness/case/case.ts'
import { notifications } from './notifications/index.ts'
import { payload } from './payload/index.ts'
import { pushGateway } from './push-gateway/index.ts'
import { pushers } from './pushers/index.ts'
import { readMarkers } from './read-markers/index.ts'
import { receipts } from './receipts/index.ts'
import { recipients } from './recipients/index.ts'
import { roomUpgrades } from './room-upgrades/index.ts'
import { ruleOrder } from './rule-order/index.ts'
import { rulesApi } from './rules-api/index.ts'
import { rulesSync } from './rules-sync/index.ts'
import { schema } from './schema/index.ts'
import { unreadCounts } from './unread-counts/index.ts'

/** Every case about a homeserver, area by area. */
export const cases: readonly Case[] = [
  ...pushers,
  ...rulesApi,
  ...ruleOrder,
  ...conditions,
  ...actions,
  ...defaultRules,
  ...rulesSync,
  ...recipients,
  ...payload,
  ...delivery,
  ...unreadCounts,
  ...receipts,
  ...readMarkers,
  ...notifications,
  ...authentication,
  ...errors,
  ...roomUpgrades,
  ...schema,
]

/** Every case about a push gateway. */
export const gatewayCases: readonly GatewayCase[] = pushGateway

/** Every case that there is. No run has them all: each is about one kind of target. */
export const allCases: readonly AnyCase[] = [...cases, ...gatewayCases]

export * from '../run/events.ts'
export { combineRepetitions, slowestOf, sumTimes, worstOf } from '../run/repetitions.ts'
export { type Selection, select } from '../run/select.ts'
export { countVerdicts, DEFAULT_JUDGED_LEVEL, exitCodeOf, type JudgedLevel } from '../run/verdict.ts'
export {
  type AnyCase,
  appliesTo,
  type Case,
  type CaseContext,
  type CaseDefinition,
  defineCase,
  defineGatewayCase,
  type GatewayCase,
  type GatewayCaseDefinition,
  spanOf,
  type TargetKind,
} from './harness/case/case.ts'
export { TargetError, type TargetErrorCode } from './harness/case/errors.ts'
export { type Certificate, certificateError, makeCertificate } from './harness/gateway/certificate.ts'
export type { Scheme } from './harness/gateway/gateway.ts'
export { type Connection, type ConnectOptions, connect, type GatewaySettings } from './harness/preflight/connect.ts'
export type { ConfiguredDevice, ConfiguredDevices } from './harness/push-gateway/configured-devices.ts'
export {
  type ConnectGatewayOptions,
  connectGateway,
  type GatewayConnection,
} from './harness/push-gateway/connect-gateway.ts'
export type { GatewayCaseContext } from './harness/push-gateway/gateway-case.ts'
export type { GatewayTestEnvironment } from './harness/push-gateway/gateway-environment.ts'
export type { TestEnvironment } from './harness/run/environment.ts'
export { startRepeatedRun } from './harness/run/repeat-run.ts'
export { type Run, type RunOptions, startRun } from './harness/run/runner.ts'
export type { AnyTestEnvironment } from './harness/run/session.ts'
export type { Credentials } from './harness/target/registration.ts'
