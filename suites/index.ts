/** The conformance suites and the harness that runs them against any homeserver. */
import { defaultRules } from './default-rules/index.ts'
import { gatewayPayload } from './gateway-payload/index.ts'
import type { Case } from './harness/case.ts'
import { pushers } from './pushers/index.ts'
import { ruleOrdering } from './rule-ordering/index.ts'
import { schema } from './schema/index.ts'

/** Every case, area by area. */
export const cases: readonly Case[] = [...pushers, ...ruleOrdering, ...defaultRules, ...gatewayPayload, ...schema]

export { appliesTo, type Case, type CaseContext, type CaseDefinition, defineCase, spanOf } from './harness/case.ts'
export { type Certificate, certificateTrouble, makeCertificate } from './harness/certificate.ts'
export { type Connection, type ConnectOptions, connect, type GatewaySettings } from './harness/connect.ts'
export { TargetTrouble, type TroubleCode } from './harness/errors.ts'
export type { Scheme } from './harness/gateway.ts'
export type { Credentials } from './harness/registration.ts'
export { type Run, type RunOptions, startRun } from './harness/runner.ts'
export { type Selection, select } from './harness/select.ts'
export { DEFAULT_JUDGED_LEVEL, type JudgedLevel } from './harness/verdict.ts'
export type { World } from './harness/world.ts'
export * from './run-events.ts'
