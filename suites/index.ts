/** The conformance suites and the harness that runs them against any homeserver. */

import { accountData } from './account-data/index.ts'
import { actions } from './actions/index.ts'
import { authentication } from './authentication/index.ts'
import { conditions } from './conditions/index.ts'
import { defaultRules } from './default-rules/index.ts'
import { delivery } from './delivery/index.ts'
import { errors } from './errors/index.ts'
import { gatewayPayload } from './gateway-payload/index.ts'
import type { Case } from './harness/case.ts'
import { notifications } from './notifications/index.ts'
import { pushRulesApi } from './push-rules-api/index.ts'
import { pushers } from './pushers/index.ts'
import { receipts } from './receipts/index.ts'
import { roomUpgrades } from './room-upgrades/index.ts'
import { ruleOrdering } from './rule-ordering/index.ts'
import { schema } from './schema/index.ts'
import { unreadCounts } from './unread-counts/index.ts'
import { workedExamples } from './worked-examples/index.ts'

/** Every case, area by area. */
export const cases: readonly Case[] = [
  ...pushers,
  ...pushRulesApi,
  ...accountData,
  ...authentication,
  ...errors,
  ...ruleOrdering,
  ...conditions,
  ...actions,
  ...defaultRules,
  ...gatewayPayload,
  ...delivery,
  ...unreadCounts,
  ...receipts,
  ...notifications,
  ...roomUpgrades,
  ...workedExamples,
  ...schema,
]

export { appliesTo, type Case, type CaseContext, type CaseDefinition, defineCase, spanOf } from './harness/case.ts'
export { type Certificate, certificateTrouble, makeCertificate } from './harness/certificate.ts'
export { type Connection, type ConnectOptions, connect, type GatewaySettings } from './harness/connect.ts'
export { TargetTrouble, type TroubleCode } from './harness/errors.ts'
export type { Scheme } from './harness/gateway.ts'
export type { Credentials } from './harness/registration.ts'
export { combineRepetitions, slowestOf, sumTimes, worstOf } from './harness/combine-results.ts'
export { startRepeatedRun } from './harness/repeat-run.ts'
export { type Run, type RunOptions, startRun } from './harness/runner.ts'
export { type Selection, select } from './harness/select.ts'
export { countVerdicts, DEFAULT_JUDGED_LEVEL, exitCodeOf, type JudgedLevel } from './harness/verdict.ts'
export type { World } from './harness/world.ts'
export * from './run-events.ts'
