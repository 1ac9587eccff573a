/**
 * Matrix push rules as a pure function of ruleset, event and room, for every version of the specification.
 *
 * Merge the rules of a user with the default rules ({@link mergeRuleset}), compile the result once ({@link compile}), and
 * evaluate any number of events. {@link evaluateFor} evaluates one event for many recipients, and {@link explain} shows
 * why a rule matches. No function modifies its arguments, or throws because of the content of rules or events.
 *
 * @example
 * ```ts
 * import { compile, defaultRuleset, evaluateFor, explain, mergeRuleset } from 'plexor/rules'
 *
 * // The rules of a user: default rules, and a keyword
 * const specVersion = 'v1.19'
 * const keyword = { rule_id: 'cake', pattern: 'cake', default: false, enabled: true, actions: ['notify'] }
 * const rules = mergeRuleset({ content: [keyword] }, defaultRuleset(specVersion, '@alice:example.org'), specVersion)
 *
 * // An event, and the room at that time
 * const event = {
 *   type: 'm.room.message',
 *   sender: '@bob:example.org',
 *   room_id: '!tea:example.org',
 *   content: { msgtype: 'm.text', body: 'There is cake' },
 * }
 * const room = { memberCount: 3, displayName: 'Alice' }
 *
 * // One user and event
 * const ruleset = compile(rules, { specVersion })
 * const outcome = ruleset.evaluate(event, room)
 *
 * // One event for many recipients
 * const notified = evaluateFor([{ name: 'Alice', ruleset, room }], event).filter(({ outcome }) => outcome.notify)
 *
 * // Reason why the rule matches
 * const { tried } = explain(rules, event, room, { specVersion })
 *
 * console.log(outcome?.kind, outcome?.rule.rule_id, outcome?.notify) // content cake true
 * console.log(notified.map(({ recipient }) => recipient.name)) // [ 'Alice' ]
 * console.log(tried.at(-1)?.reason) // content.body is "There is cake", which contains the word "cake"
 * ```
 *
 * @module
 */
export { defaultRuleset } from '../../spec/default-rules.ts'
export {
  type Action,
  type PowerLevelsContent,
  type PushCondition,
  type PushRule,
  RULE_KINDS,
  type RuleKind,
  type Ruleset,
  type Tweak,
} from '../../spec/types.ts'
export { isSpecVersion, NEWEST, newestOf, SPEC_VERSIONS, type SpecVersion } from '../../spec/versions.ts'
export { compile } from './compile.ts'
export {
  addMissingDefaults,
  enableRule,
  insertRule,
  moveRule,
  type RulePosition,
  removeRule,
  setRuleActions,
} from './edit.ts'
export { evaluateFor, type Recipient } from './evaluate-for.ts'
export type { PushEvent } from './event.ts'
export type { EventView } from './event-view.ts'
export { type Explanation, explain, type TriedRule } from './explain.ts'
export type { ExplainedCondition } from './explain-condition.ts'
export { mergeRuleset } from './merge.ts'
export type {
  CompiledRuleset,
  CompileOptions,
  ConditionKind,
  ConditionKinds,
  RoomContext,
  RuleOutcome,
} from './types.ts'
