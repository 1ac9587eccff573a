/** Vectors: expected results of evaluating push rules, for any implementation in any language. */

export type { Evaluator } from './evaluator.ts'
export { rangeOf, spanOf } from './judge-vector.ts'
export { mismatchOf } from './mismatch.ts'
export { type Answer, type Hello, NoAnswer, PROTOCOL, type Question, readAnswer, readHello } from './protocol.ts'
export { rulesetOf, vectors } from './ruleset-of.ts'
export { runVectors, type VectorRunOptions } from './run-vectors.ts'
export type { Effect, Expected, RuleName, Vector, VectorDocument, VectorEvent, VectorRoom } from './vector.ts'
