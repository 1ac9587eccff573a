/**
 * Conformance suites for Matrix push notifications, and the harness that runs them against any homeserver or push
 * gateway.
 *
 * A program connects to a target, starts a run of cases and waits for its result. {@link connect} and
 * {@link connectGateway} perform the preflight checks. {@link startRun} runs cases such as those of {@link cases};
 * {@link select} chooses some of them. The result is what `plexor test --report json` writes; it can be compared with a
 * baseline ({@link applyBaseline}) or another run ({@link diffRuns}), and shards of a run can be merged
 * ({@link mergeShards}).
 *
 * @example
 * ```ts
 * import { cases, connect, makeCertificate, select, startRun } from 'plexor'
 * import { createHomeserver, serve } from 'plexor/reference'
 *
 * // The target: the reference homeserver, on a free port of this machine
 * const certificate = await makeCertificate(['127.0.0.1'])
 * const homeserver = createHomeserver({ delivery: { allowPrivateAddresses: true, ca: certificate.ca } })
 * const server = await serve(homeserver)
 *
 * const connection = await connect({
 *   name: 'the reference',
 *   url: server.url,
 *   specVersion: 'auto',
 *   credentials: {},
 *   receiver: { host: '127.0.0.1', ports: { https: 0 }, certificate },
 *   timeoutMs: 10_000,
 *   connections: 8,
 * })
 * const { selected } = select(cases, ['pushers'], [])
 * const run = startRun(connection.environment, { plexor: '0.1.0', cases: selected, jobs: 4 })
 * const { counts, exitCode } = await run.finished
 *
 * await connection.close()
 * await server.close()
 * await homeserver.close()
 * console.log(counts.passed) // 29
 * console.log(counts.failed) // 0
 * console.log(exitCode) // 0
 * ```
 *
 * @module
 */
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

/** Every case about a homeserver, by area, in the order of reports. */
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

/** Every case. No run has all of them, since a target is either a homeserver or a push gateway. */
export const allCases: readonly AnyCase[] = [...cases, ...gatewayCases]

export * from '../run/index.ts'
export {
  type AnyCase,
  appliesTo,
  type Case,
  type CaseBasics,
  type CaseContext,
  type CaseDefinition,
  type CasePauses,
  defineCase,
  defineGatewayCase,
  type GatewayCase,
  type GatewayCaseDefinition,
  type Scene,
  type SceneOptions,
  spanOf,
  type TargetKind,
} from './harness/case/case.ts'
export { Inconclusive, Mismatch, NotApplicable, TargetError, type TargetErrorCode } from './harness/case/errors.ts'
export { type Connection, type ConnectOptions, connect } from './harness/preflight/connect.ts'
export type { Waiting } from './harness/preflight/wait-for-target.ts'
export type { ConfiguredDevice, ConfiguredDevices } from './harness/push-gateway/configured-devices.ts'
export {
  type ConnectGatewayOptions,
  connectGateway,
  type GatewayConnection,
} from './harness/push-gateway/connect-gateway.ts'
export { connectProvider, findProvider, type ProviderConnection } from './harness/push-gateway/connect-provider.ts'
export type { GatewayCaseContext } from './harness/push-gateway/gateway-case.ts'
export type { GatewayTestEnvironment } from './harness/push-gateway/gateway-environment.ts'
export type {
  DeviceKind,
  DevicePush,
  ProvidedDevice,
  PushFailure,
  TestProvider,
} from './harness/push-gateway/test-provider.ts'
export { type Certificate, certificateError, makeCertificate } from './harness/push-receiver/certificate.ts'
export type { PushReceiverSettings, Scheme } from './harness/push-receiver/push-receiver.ts'
export type { TestEnvironment } from './harness/runner/environment.ts'
export type { Halfway } from './harness/runner/pauses.ts'
export { startRepeatedRun } from './harness/runner/repeat-run.ts'
export { type Run, type RunOptions, startRun } from './harness/runner/runner.ts'
export type { AnyTestEnvironment } from './harness/runner/session.ts'
export type { Credentials } from './harness/target/registration.ts'
