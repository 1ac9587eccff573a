import { compile, type PushEvent, type RoomContext } from '../../../reference/rules/index.ts'
import type { Action, PushCondition, PushRule, RuleKind, SpecVersion } from '../../../spec/index.ts'
import type { RuleExample } from '../../document-context.ts'
import { get, isComplete, isObjectTree, itemsOf, type ObjectTree, textOf, toValue } from '../../read/tree.ts'

const ROOM: RoomContext = { memberCount: 3 }
const MESSAGE: PushEvent = {
  type: 'm.room.message',
  sender: '@sender:plexor.invalid',
  room_id: '!room:plexor.invalid',
  content: {},
}

/** Reports whether actions notify in a version. */
export function notifies(actions: readonly unknown[], specVersion: SpecVersion): boolean {
  return (
    compile({ override: [ruleOf({ actions: actions as Action[] })] }, { specVersion }).evaluate(MESSAGE, ROOM)
      ?.notify === true
  )
}

/** Reports whether conditions hold for an event. They must depend on nothing but the event and `room`. */
export function conditionsHold(
  conditions: readonly unknown[],
  event: object,
  specVersion: SpecVersion,
  room = ROOM,
): boolean {
  const rule = ruleOf({ conditions: conditions as PushCondition[] })
  return compile({ override: [rule] }, { specVersion }).evaluate(event as PushEvent, room) !== undefined
}

/** Reports whether a glob matches a value of the property with this key. */
export function patternMatches(pattern: string, key: string, value: string, specVersion: SpecVersion): boolean {
  const event = { ...MESSAGE, content: { [key === 'content.body' ? 'body' : 'value']: value } }
  const place = key === 'content.body' ? key : 'content.value'
  return conditionsHold([{ kind: 'event_match', key: place, pattern }], event, specVersion)
}

/** Reports whether all globs of a rule for the body match; `undefined` if the rule has none. */
export function bodyMatches(rule: RuleExample, body: string, specVersion: SpecVersion): boolean | undefined {
  const patterns = bodyPatterns(rule)
  if (patterns.length === 0) return undefined
  return patterns.every((pattern) => patternMatches(pattern, 'content.body', body, specVersion))
}

/** Returns the globs of a rule for the body of a message. */
export function bodyPatterns({ tree, kind }: RuleExample): string[] {
  const pattern = textOf(get(tree, 'pattern'))
  if (pattern !== undefined && (kind === 'content' || kind === undefined)) return [pattern]
  return conditionsOf(tree)
    .filter((one) => textOf(get(one, 'kind')) === 'event_match' && textOf(get(one, 'key')) === 'content.body')
    .flatMap((one) => textOf(get(one, 'pattern')) ?? [])
}

/** Returns the conditions of a rule that are objects. */
export function conditionsOf(tree: ObjectTree): ObjectTree[] {
  return itemsOf(get(tree, 'conditions')).filter(isObjectTree)
}

/** Expresses a rule of any kind as conditions; `undefined` if a part is unknown. */
export function statedConditions({ tree, kind, ruleId }: RuleExample): unknown[] | undefined {
  if (kind === 'room')
    return ruleId === undefined ? undefined : [{ kind: 'event_match', key: 'room_id', pattern: ruleId }]
  if (kind === 'sender')
    return ruleId === undefined ? undefined : [{ kind: 'event_match', key: 'sender', pattern: ruleId }]
  const pattern = textOf(get(tree, 'pattern'))
  if (kind === 'content' || (kind === undefined && pattern !== undefined)) {
    return pattern === undefined ? undefined : [{ kind: 'event_match', key: 'content.body', pattern }]
  }
  const conditions = get(tree, 'conditions')
  if (conditions?.type !== 'array' || !isComplete(conditions)) return undefined
  return toValue(conditions) as unknown[]
}

function ruleOf(given: Partial<PushRule>): PushRule {
  return { rule_id: 'example', default: false, enabled: true, actions: ['notify'], ...given }
}

/** Returns the kind of rule that a heading names, such as `Default Underride Rules`. */
export function kindInHeading(text: string): RuleKind | undefined {
  const found = /\b(override|content|room|sender|underride)\b(?:-specific)? rules?\b/i.exec(text)?.[1]?.toLowerCase()
  return found as RuleKind | undefined
}
