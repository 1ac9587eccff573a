import type { AnyCase } from '../case/case.ts'
import type { Timeline } from '../evidence/timeline.ts'
import { GatewayCaseSession, type GatewayTestEnvironment } from '../push-gateway/gateway-environment.ts'
import { CaseSession, type TestEnvironment } from './environment.ts'

/** What a run goes on in: a homeserver or a push gateway that is ready to be tested. */
export type AnyTestEnvironment = TestEnvironment | GatewayTestEnvironment

/** A case on its stage. */
export interface Session {
  readonly session: { readonly timeline: Timeline; proof(): string | undefined; close(): void }
  run(): ReturnType<AnyCase['run']>
}

/**
 * Sets the stage for a case.
 *
 * @throws {RangeError} for a case about another kind of target
 */
export function createSession(environment: AnyTestEnvironment, definition: AnyCase): Session {
  if ('devices' in environment) {
    if (definition.target === 'push-gateway') {
      const session = new GatewayCaseSession(environment, definition)
      return { session, run: () => definition.run(session) }
    }
  } else if (definition.target === 'homeserver') {
    const session = new CaseSession(environment, definition)
    return { session, run: () => definition.run(session) }
  }
  throw new RangeError(`The case ${definition.id} is about a ${definition.target}, which the target is not`)
}

/** Whether a case is about what the world has for a target. */
export function isAbout(environment: AnyTestEnvironment, { target }: Pick<AnyCase, 'target'>): boolean {
  return 'devices' in environment === (target === 'push-gateway')
}
