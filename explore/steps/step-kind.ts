import type { Touched } from '../compare/compare-all.ts'
import type { Step, StepName, UserName } from '../history.ts'
import type { Situation } from '../model/situation.ts'
import type { Trial } from '../trial/trial.ts'
import type { Choice } from './choice.ts'

/** Step of one kind. */
export type StepOf<Name extends StepName> = Extract<Step, { do: Name }>

/** Definition of a kind of steps. */
export interface StepKind<S extends Step = Step> {
  do: S['do']
  /** Number of times that such a step is drawn, relative to the others */
  weight: number
  /** Draws a step that is possible; undefined if none is. */
  draw(situation: Situation, choice: Choice, id: string): S | undefined
  /** Reports whether a step is possible, so that any part of a history is a history too. */
  isPossible(situation: Situation, step: S): boolean
  /** Changes the situation as the step does. */
  apply(situation: Situation, step: S): void
  /** Performs the step at the target, and gives the model its meaning. It calls `apply` through the trial. */
  perform(trial: Trial, step: S): Promise<void>
  /** Returns the step as a sentence without its full stop. */
  describe(step: S): string
}

/** Returns a kind of steps whose steps the others need not know. */
export function stepKind<S extends Step>(kind: StepKind<S>): StepKind {
  // Each kind gets only steps with its own name, which stepKindOf guarantees
  return kind as unknown as StepKind
}

/**
 * Returns how a step is performed that changes something of its user.
 *
 * @param what the part of the user that has to be compared afterwards
 * @param request sends the request to the target; false if the target refuses what it may refuse, so that nothing changes
 */
export function changing<S extends Step & { user: UserName }>(
  what: keyof Touched,
  request: (trial: Trial, step: S) => Promise<unknown>,
): (trial: Trial, step: S) => Promise<void> {
  return async (trial, step) => {
    if ((await request(trial, step)) === false) return
    trial.apply(step)
    trial.touch(what, step.user)
  }
}

/** Returns the name of a user as a story has it: `Alice`. */
export function person(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1)
}
