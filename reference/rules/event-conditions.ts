import { atLeast, type SpecVersion } from '../../spec/versions.ts'
import { type Condition, NEVER } from './condition.ts'
import { BODY } from './event-view.ts'
import { fold } from './fold.ts'
import {
  type Glob,
  hasWildcards,
  literal,
  longestLiteral,
  matchesWhole,
  matchesWords,
  parseGlob,
  wrapInStars,
} from './glob.ts'
import { elements, type JsonObject } from './json.ts'
import { type PropertyPath, parsePropertyPath } from './property-path.ts'
import { requiredWord } from './words.ts'

/**
 * Compiles `event_match`, which matches a string of the event against a glob, ignoring letter case.
 *
 * Until v1.2 a pattern without wildcards matches anywhere in the value. Since v1.3 a pattern matches the whole value,
 * except for `content.body`, where it matches whole words.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#conditions-1
 */
export function eventMatch({ key, pattern }: JsonObject, specVersion: SpecVersion): Condition {
  if (typeof key !== 'string' || typeof pattern !== 'string') return NEVER
  const path = parsePropertyPath(key, specVersion)
  const folded = fold(pattern)
  const glob = parseGlob(folded)
  if (!atLeast(specVersion, 'v1.3')) return textMatches(path, hasWildcards(pattern) ? glob : wrapInStars(glob))
  if (isBody(path)) return bodyMatches(glob, requiredWord(folded))
  return hasWildcards(pattern) ? textMatches(path, glob) : textIs(path, folded)
}

/**
 * Compiles `contains_display_name`, which holds if the body of the message contains the display name of the owner.
 *
 * The name is plain text, and matches whole words: the specification only says "contains", but every implementation
 * understands it this way. An empty name never matches.
 *
 * @see https://spec.matrix.org/v1.16/client-server-api/#conditions-1
 */
export function containsDisplayName(): Condition {
  return {
    holds(view, { displayName }) {
      if (typeof displayName !== 'string' || displayName === '') return false
      return view.body !== undefined && matchesWords(literal(fold(displayName)), view.body)
    },
  }
}

/**
 * Compiles `event_property_is`, which compares a property of the event with a value, without type conversion.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#conditions-1
 */
export function eventPropertyIs({ key, value }: JsonObject, specVersion: SpecVersion): Condition {
  if (typeof key !== 'string' || !isComparable(value)) return NEVER
  return propertyIs(parsePropertyPath(key, specVersion), value)
}

/** Creates the condition that a property of the event has exactly this value. */
export function propertyIs(path: PropertyPath, value: unknown): Condition {
  return {
    holds: (view) => view.lookUp(path) === value,
    indexKey: typeof value === 'string' ? { place: path, text: fold(value), suffices: false } : undefined,
  }
}

/**
 * Compiles `event_property_contains`, which holds if a property of the event is an array with exactly this value.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#conditions-1
 */
export function eventPropertyContains({ key, value }: JsonObject, specVersion: SpecVersion): Condition {
  if (typeof key !== 'string' || !isComparable(value)) return NEVER
  const path = parsePropertyPath(key, specVersion)
  return { holds: (view) => elements(view.lookUp(path)).includes(value) }
}

function isBody(path: PropertyPath): boolean {
  return path.length === BODY.length && path.every((name, index) => name === BODY[index])
}

function textMatches(path: PropertyPath, glob: Glob): Condition {
  return {
    holds(view) {
      const value = view.lookUp(path)
      return typeof value === 'string' && matchesWhole(glob, view.fold(value))
    },
  }
}

function bodyMatches(glob: Glob, word: string | undefined): Condition {
  const text = longestLiteral(glob)
  const literal = { text, isWhole: glob.length === 1 && glob[0]?.literals.length === 1 }
  return {
    // Most patterns do not match most bodies, and this is the fastest way to find out
    holds: ({ body }) => body?.includes(text) === true && matchesWords(glob, body),
    indexKey: word === undefined ? undefined : { place: 'words', text: word, literal, suffices: false },
  }
}

/** Creates the condition that a property has this text. Texts of different length differ, because folding keeps it. */
function textIs(path: PropertyPath, folded: string): Condition {
  return {
    holds(view) {
      const value = view.lookUp(path)
      return typeof value === 'string' && value.length === folded.length && view.fold(value) === folded
    },
    indexKey: { place: path, text: folded, suffices: true },
  }
}

/** Reports whether a condition can compare with a value; canonical JSON has no other numbers than safe integers. */
export function isComparable(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'boolean' || value === null || Number.isSafeInteger(value)
}
