/**
 * The push rules of Matrix as a pure function of ruleset, event and room, for every version of the specification.
 *
 * @module
 */
export { compile } from './compile.ts'
export { evaluateFor, type Recipient } from './evaluate-for.ts'
export { type Explanation, explain, type TriedRule } from './explain.ts'
export type { ExplainedCondition } from './explain-condition.ts'
export { mergeRuleset } from './merge.ts'
export type { CompiledRuleset, CompileOptions, Outcome, PushEvent, RoomContext } from './types.ts'
