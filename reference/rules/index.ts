/**
 * The push rules of Matrix as a pure function of ruleset, event and room, for every version of the specification.
 *
 * @module
 */
export { compile } from './compile.ts'
export { mergeRuleset } from './merge.ts'
export type { CompiledRuleset, CompileOptions, Outcome, PushEvent, RoomContext } from './types.ts'
