import type { AnyCase, CasePauses } from '../case/case.ts'
import type { Timeline } from '../evidence/timeline.ts'
import { GatewayCaseSession, type GatewayTestEnvironment } from '../push-gateway/gateway-environment.ts'
import { CaseSession, type TestEnvironment } from './environment.ts'
import type { SceneSource } from './sharing.ts'

/** Target that is ready to be tested. Its `kind` says which cases it can run. */
export type AnyTestEnvironment = TestEnvironment | GatewayTestEnvironment

/** Case that is ready to run. */
export interface PreparedCase {
  readonly session: {
    readonly timeline: Timeline
    proof(): string | undefined
    close(): void
    removePushers(): Promise<void>
    /** Cases that used the same users and room before, the latest one last */
    readonly usedBefore?: readonly string[]
    /**
     * Lets other cases use its users and room, if they are as new.
     *
     * @param isStalling true if the push receiver failed or delayed its responses
     */
    handOn?(isStalling: boolean): Promise<void>
    /** Ends the use of what it shares with others. */
    endSharing?(): void
  }
  run(): ReturnType<AnyCase['run']>
}

/**
 * Creates the session of a case.
 *
 * @param pauses pauses that the case can make
 * @param shared scenes that the case shares with others; default: it has users of its own
 * @throws {RangeError} when the case is about another kind of target
 */
export function createSession(
  environment: AnyTestEnvironment,
  definition: AnyCase,
  pauses: CasePauses,
  shared?: SceneSource,
): PreparedCase {
  if (environment.kind === 'homeserver' && definition.target === 'homeserver') {
    const session = new CaseSession(environment, definition, pauses, shared)
    return { session, run: () => definition.run(session) }
  }
  if (environment.kind === 'push-gateway' && definition.target === 'push-gateway') {
    const session = new GatewayCaseSession(environment, definition)
    return { session, run: () => definition.run(session) }
  }
  throw wrongTarget(environment, definition)
}

/** Creates the error for a case about another kind of target. */
export function wrongTarget({ kind }: AnyTestEnvironment, { id, target }: Pick<AnyCase, 'id' | 'target'>): RangeError {
  return new RangeError(`The case ${id}: expected a case about a ${kind}, found one about a ${target}`)
}
