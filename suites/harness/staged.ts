import type { AnyCase } from './case.ts'
import { GatewayStage, type GatewayWorld } from './push-gateway/gateway-world.ts'
import type { Timeline } from './timeline.ts'
import { Stage, type World } from './world.ts'

/** What a run goes on in: a homeserver or a push gateway that is ready to be tested. */
export type AnyWorld = World | GatewayWorld

/** A case on its stage. */
export interface Staged {
  readonly stage: { readonly timeline: Timeline; proof(): string | undefined; close(): void }
  play(): ReturnType<AnyCase['run']>
}

/**
 * Sets the stage for a case.
 *
 * @throws {RangeError} for a case about another kind of target
 */
export function staged(world: AnyWorld, definition: AnyCase): Staged {
  if ('devices' in world) {
    if (definition.target === 'push-gateway') {
      const stage = new GatewayStage(world, definition)
      return { stage, play: () => definition.run(stage) }
    }
  } else if (definition.target === 'homeserver') {
    const stage = new Stage(world, definition)
    return { stage, play: () => definition.run(stage) }
  }
  throw new RangeError(`The case ${definition.id} is about a ${definition.target}, which the target is not`)
}

/** Whether a case is about what the world has for a target. */
export function isAbout(world: AnyWorld, { target }: Pick<AnyCase, 'target'>): boolean {
  return 'devices' in world === (target === 'push-gateway')
}
