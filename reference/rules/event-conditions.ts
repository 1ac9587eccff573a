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
import { telltaleWord } from './words.ts'

/**
 * `event_match`: a string of the event against a glob, in which letter case does not matter.
 *
 * Until v1.2 a pattern without wildcards may be found anywhere in the value. Since v1.3 a pattern is for the whole
 * value, but for `content.body`, where it is for whole words.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#conditions-1
 */
export function eventMatch({ key, pattern }: JsonObject, specVersion: SpecVersion): Condition {
  if (typeof key !== 'string' || typeof pattern !== 'string') return NEVER
  const path = parsePropertyPath(key, specVersion)
  const folded = fold(pattern)
  const glob = parseGlob(folded)
  if (!atLeast(specVersion, 'v1.3')) return textMatches(path, hasWildcards(pattern) ? glob : wrapInStars(glob))
  if (isBody(path)) return bodyMatches(glob, telltaleWord(folded))
  return hasWildcards(pattern) ? textMatches(path, glob) : textIs(path, folded)
}

/**
 * `contains_display_name`: whether the body of the message has the owner's display name in it, as whole words.
 *
 * The name is plain text. The specification only says "contains"; by whole words is how it is understood everywhere,
 * and an empty name, which every text contains, names nobody.
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
 * `event_property_is`: a property of the event is the very value, without any conversion of types.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#conditions-1
 */
export function eventPropertyIs({ key, value }: JsonObject, specVersion: SpecVersion): Condition {
  if (typeof key !== 'string' || !isComparable(value)) return NEVER
  return propertyIs(parsePropertyPath(key, specVersion), value)
}

/** The condition that a property of the event is the very value. */
export function propertyIs(path: PropertyPath, value: unknown): Condition {
  return {
    holds: (view) => view.lookUp(path) === value,
    indexKey: typeof value === 'string' ? { place: path, text: fold(value), suffices: false } : undefined,
  }
}

/**
 * `event_property_contains`: a property of the event is an array that has the very value among its elements.
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
  const literal = longestLiteral(glob)
  return {
    // Most patterns are not in most bodies, and this is the quickest way to find out
    holds: ({ body }) => body?.includes(literal) === true && matchesWords(glob, body),
    indexKey: word === undefined ? undefined : { place: 'words', text: word, suffices: false },
  }
}

/** A text that differs in length is another one whatever its letter case, because folding keeps the length. */
function textIs(path: PropertyPath, folded: string): Condition {
  return {
    holds(view) {
      const value = view.lookUp(path)
      return typeof value === 'string' && value.length === folded.length && view.fold(value) === folded
    },
    indexKey: { place: path, text: folded, suffices: true },
  }
}

/** The values that a condition may compare with; canonical JSON has no other numbers than these integers. */
export function isComparable(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'boolean' || value === null || Number.isSafeInteger(value)
}
