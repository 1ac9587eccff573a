import { atLeast, type Profile } from '../../spec/versions.ts'
import { fold } from './fold.ts'
import { type Glob, hasWildcards, literal, matchesWhole, matchesWords, parseGlob, wrapInStars } from './glob.ts'
import { elements, type JsonObject } from './json.ts'
import { lookUp, type PropertyPath, parsePropertyPath } from './property-path.ts'
import { never, type Subject, type Test } from './subject.ts'

/**
 * `event_match`: a string of the event against a glob, in which letter case does not matter.
 *
 * Until v1.2 a pattern without wildcards may be found anywhere in the value. Since v1.3 a pattern is for the whole
 * value, but for `content.body`, where it is for whole words.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#conditions-1
 */
export function eventMatch({ key, pattern }: JsonObject, profile: Profile): Test {
  if (typeof key !== 'string' || typeof pattern !== 'string') return never
  const path = parsePropertyPath(key, profile)
  const glob = parseGlob(fold(pattern))
  if (atLeast(profile, 'v1.3')) return textTest(path, isBody(path) ? matchesWords : matchesWhole, glob)
  return textTest(path, matchesWhole, hasWildcards(pattern) ? glob : wrapInStars(glob))
}

/**
 * `contains_display_name`: whether the body of the message has the owner's display name in it, as whole words.
 *
 * The name is plain text. The specification only says "contains"; by whole words is how it is understood everywhere,
 * and an empty name, which every text contains, names nobody.
 *
 * @see https://spec.matrix.org/v1.16/client-server-api/#conditions-1
 */
export function containsDisplayName(): Test {
  return ({ event, room, fold }) => {
    const body = lookUp(event, BODY)
    if (typeof body !== 'string' || typeof room.displayName !== 'string' || room.displayName === '') return false
    return matchesWords(literal(fold(room.displayName)), fold(body))
  }
}

/**
 * `event_property_is`: a property of the event is the very value, without any conversion of types.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#conditions-1
 */
export function eventPropertyIs({ key, value }: JsonObject, profile: Profile): Test {
  if (typeof key !== 'string' || !isComparable(value)) return never
  const path = parsePropertyPath(key, profile)
  return ({ event }) => lookUp(event, path) === value
}

/**
 * `event_property_contains`: a property of the event is an array that has the very value among its elements.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#conditions-1
 */
export function eventPropertyContains({ key, value }: JsonObject, profile: Profile): Test {
  if (typeof key !== 'string' || !isComparable(value)) return never
  const path = parsePropertyPath(key, profile)
  return ({ event }) => elements(lookUp(event, path)).includes(value)
}

const BODY: PropertyPath = ['content', 'body']

function isBody(path: PropertyPath): boolean {
  return path.length === BODY.length && path.every((name, index) => name === BODY[index])
}

function textTest(path: PropertyPath, matches: (glob: Glob, text: string) => boolean, glob: Glob): Test {
  return ({ event, fold }: Subject) => {
    const value = lookUp(event, path)
    return typeof value === 'string' && matches(glob, fold(value))
  }
}

/** The values that a condition may compare with; canonical JSON has no other numbers than these integers. */
function isComparable(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'boolean' || value === null || Number.isSafeInteger(value)
}
