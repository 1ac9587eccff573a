import type { SpecVersion } from '../../spec/index.ts'
import type { Answer, Question } from './protocol.ts'
import { rulesetOf } from './ruleset-of.ts'
import type { Vector } from './vector.ts'

/** Evaluator of push rules: a function, or a program that is asked. */
export interface Evaluator {
  /** Answers a question; rejects with {@link NoAnswer} if there is no answer */
  ask(question: Question): Answer | Promise<Answer>
  /** Ends the questions; rejects with {@link NoAnswer} for a violation after the last answer */
  end?(): Promise<void>
  /** Stops the evaluator at once, whatever it is doing */
  stop?(): void
  /**
   * Starts another one of the same kind that remembers nothing, to ask it again what this one failed; rejects with
   * {@link NoAnswer} if it does not start. Without it, nothing is asked again.
   */
  fresh?(): Evaluator | Promise<Evaluator>
}

/** Returns the question about a vector in one of its versions. */
export function questionOf(vector: Vector, specVersion: SpecVersion, id: number): Question {
  const { id: name, user_id, event, room } = vector
  const ruleset = rulesetOf(vector, specVersion)
  return { id, vector: name, spec_version: specVersion, user_id, ruleset, event, room }
}
