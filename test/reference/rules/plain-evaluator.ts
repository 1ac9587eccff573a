import type { PushEvent, RoomContext } from '../../../reference/rules/index.ts'
import {
  atLeast,
  type PushCondition,
  RULE_KINDS,
  type RuleKind,
  type Ruleset,
  type SpecVersion,
} from '../../../spec/index.ts'

/** Outcome of the plain evaluation. */
export interface PlainOutcome {
  kind: RuleKind
  rule_id: string
  actions: unknown[]
  notify: boolean
  tweaks: Record<string, unknown>
}

/**
 * Evaluates push rules in the plainest way, which is far too slow: a second implementation to compare the engine with.
 * It supports only well-formed rules, and shares no code with the engine.
 */
export function evaluatePlainly(
  ruleset: Ruleset,
  event: PushEvent,
  room: RoomContext,
  specVersion: SpecVersion,
): PlainOutcome | undefined {
  for (const kind of RULE_KINDS) {
    for (const rule of ruleset[kind] ?? []) {
      const conditions = impliedConditions(kind, rule) ?? rule.conditions ?? []
      const isGuess = GUESSES.includes(rule.rule_id) && 'm.mentions' in event.content && atLeast(specVersion, 'v1.7')
      if (!rule.enabled || isGuess || !conditions.every((one) => conditionHolds(one, event, room, specVersion)))
        continue
      const names = rule.actions.filter((action) => typeof action === 'string')
      const notify = atLeast(specVersion, 'v1.7')
        ? names.includes('notify')
        : !names.includes('dont_notify') && (names.includes('notify') || names.includes('coalesce'))
      const tweaks: Record<string, unknown> = {}
      for (const action of rule.actions) {
        if (typeof action !== 'string') tweaks[String(action.set_tweak)] = 'value' in action ? action.value : true
      }
      return { kind, rule_id: rule.rule_id, actions: rule.actions, notify, tweaks }
    }
  }
  return undefined
}

const GUESSES = ['.m.rule.contains_display_name', '.m.rule.contains_user_name', '.m.rule.roomnotif']

function impliedConditions(kind: RuleKind, { rule_id, pattern }: { rule_id: string; pattern?: string }) {
  if (kind === 'content')
    return [{ kind: 'event_match', key: 'content.body', ...(pattern !== undefined && { pattern }) }]
  if (kind === 'room') return [{ kind: 'is', key: 'room_id', value: rule_id }]
  if (kind === 'sender') return [{ kind: 'is', key: 'sender', value: rule_id }]
  return undefined
}

function conditionHolds(
  condition: PushCondition,
  event: PushEvent,
  room: RoomContext,
  specVersion: SpecVersion,
): boolean {
  const { key = '', pattern, value } = condition
  const found = valueAt(event, pathOf(key, specVersion))
  switch (condition.kind) {
    case 'is':
      return found === value
    case 'event_match':
      if (typeof found !== 'string' || pattern === undefined) return false
      if (atLeast(specVersion, 'v1.3')) return key === 'content.body' ? inWords(pattern, found) : whole(pattern, found)
      return whole(/[*?]/.test(pattern) ? pattern : `*${pattern}*`, found)
    case 'event_property_is':
      return atLeast(specVersion, 'v1.7') && found === value
    case 'event_property_contains':
      return atLeast(specVersion, 'v1.7') && Array.isArray(found) && found.some((element) => element === value)
    case 'contains_display_name': {
      const body = valueAt(event, ['content', 'body'])
      if (typeof body !== 'string' || !room.displayName) return false
      return plainlyInWords(
        [...room.displayName].map((character) => ({ character })),
        characters(body),
      )
    }
    case 'room_member_count': {
      const [, sign = '', digits] = /^(\D*)(\d+)$/.exec(condition.is ?? '') ?? []
      const [count, limit] = [room.memberCount, Number(digits)]
      if (sign === '' || sign === '==') return count === limit
      if (sign === '<') return count < limit
      if (sign === '>') return count > limit
      if (sign === '<=') return count <= limit
      return sign === '>=' && count >= limit
    }
    case 'sender_notification_permission': {
      const { powerLevels, creators = [], roomVersion = '1' } = room
      const isCreator = creators.includes(event.sender)
      if (isCreator && Number(roomVersion) >= 12) return true
      const level = powerLevels?.users?.[event.sender] ?? powerLevels?.users_default ?? 0
      const required = powerLevels?.notifications?.[key] ?? 50
      return (powerLevels === undefined && isCreator ? 100 : Number(level)) >= Number(required)
    }
    default:
      return false
  }
}

/** Parses a path one character at a time: since v1.7 a backslash escapes a dot or a backslash. */
function pathOf(key: string, specVersion: SpecVersion): string[] {
  const names = ['']
  const escapes = atLeast(specVersion, 'v1.7')
  for (let at = 0; at < key.length; at += 1) {
    const [here = '', next = ''] = key.slice(at, at + 2)
    if (escapes && here === '\\' && (next === '.' || next === '\\')) {
      names[names.length - 1] += next
      at += 1
    } else if (here === '.') names.push('')
    else names[names.length - 1] += here
  }
  return names
}

function valueAt(value: unknown, [name, ...rest]: string[]): unknown {
  if (name === undefined) return value
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, name))
    return undefined
  return valueAt((value as Record<string, unknown>)[name], rest)
}

/** Element of a pattern: a wildcard, or a character. */
type Token = '*' | '?' | { character: string }

function tokens(pattern: string): Token[] {
  return Array.from(pattern, (character) => (character === '*' || character === '?' ? character : { character }))
}

function characters(text: string): string[] {
  return [...text]
}

function whole(pattern: string, text: string): boolean {
  return plainlyWhole(tokens(pattern), characters(text))
}

function inWords(pattern: string, text: string): boolean {
  return plainlyInWords(tokens(pattern), characters(text))
}

/** Reports whether the whole text matches, by trying every number of characters for each star. */
function plainlyWhole([token, ...rest]: Token[], text: string[]): boolean {
  if (token === undefined) return text.length === 0
  if (token === '*')
    return plainlyWhole(rest, text) || (text.length > 0 && plainlyWhole([token, ...rest], text.slice(1)))
  const [first, ...others] = text
  return first !== undefined && (token === '?' || isSame(token.character, first)) && plainlyWhole(rest, others)
}

/** Reports whether a part of the text matches that starts and ends at a word boundary. */
function plainlyInWords(pattern: Token[], text: string[]): boolean {
  const isWord = (character: string | undefined) => character !== undefined && /^\w$/.test(character)
  const places = [...text.keys(), text.length].filter((at) => !(isWord(text[at - 1]) && isWord(text[at])))
  return places.some((from) => places.some((to) => from <= to && plainlyWhole(pattern, text.slice(from, to))))
}

/** Compares characters without their case, but never an ASCII letter with another letter. */
function isSame(one: string, other: string): boolean {
  const isAscii = (character: string) => character <= '\x7f'
  const lower = (character: string) => character.toUpperCase().toLowerCase()
  return one === other || (isAscii(one) === isAscii(other) && lower(one) === lower(other))
}

/** Reports whether the glob matches the whole text, and whether it matches a part between word boundaries. */
export function matchesPlainly(pattern: string, text: string): { whole: boolean; inWords: boolean } {
  return { whole: whole(pattern, text), inWords: inWords(pattern, text) }
}
