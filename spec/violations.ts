import type { ErrorObject } from 'ajv'
import { NEWEST, SPEC_VERSIONS } from './versions.ts'

/** Maximum number of violations that one check reports. */
const MAX_VIOLATIONS = 20

/** Maximum number of characters of a value that a violation quotes. */
const MAX_QUOTE = 80

/**
 * Converts the errors of Ajv to sentences: place, expected value and found value.
 *
 * Of objects and arrays only property names and lengths are quoted, so no secret in them gets into a report.
 *
 * @returns at most 20 sentences
 */
export function toViolations(errors: readonly ErrorObject[] | null | undefined): string[] {
  return toViolationErrors(errors).map(toSentence)
}

/**
 * Returns the errors to report, without those that only repeat others. If there are too many, those that items of a list
 * have in common are left out first, so that many errors of one kind do not hide one of another.
 */
export function toViolationErrors(errors: readonly ErrorObject[] | null | undefined): ErrorObject[] {
  const own = (errors ?? []).filter(isOwnError)
  if (own.length <= MAX_VIOLATIONS) return own
  const firsts = [...Map.groupBy(own, kindOf).values()].flatMap(([first]) => first ?? [])
  const kept = new Set([...new Set([...firsts, ...own])].slice(0, MAX_VIOLATIONS))
  return own.filter((error) => kept.has(error))
}

/** Returns what errors of the same kind have in common: the place in any item, the rule, the type that was found. */
function kindOf({ instancePath, keyword, params, data }: ErrorObject): string {
  const type = data === null ? 'null' : typeof data
  return `${instancePath.replaceAll(/\/\d+(?=\/|$)/g, '/*')} ${keyword} ${JSON.stringify(params)} ${type}`
}

/** Reports whether the error is more than the consequence of another one. */
function isOwnError(error: ErrorObject): boolean {
  return !['if', 'anyOf', 'oneOf', 'propertyNames'].includes(error.keyword)
}

/** Converts an error to a sentence, such as `At /enabled: expected a boolean, found "true"`. */
export function toSentence(error: ErrorObject): string {
  const place = error.instancePath === '' ? 'the root' : error.instancePath
  return `At ${place}: expected ${expected(error)}, found ${describe(error.data)}`
}

/** Describes a found value in a few words. */
function describe(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (Array.isArray(value)) return value.length === 0 ? 'an empty array' : `an array of ${value.length}`
  if (typeof value !== 'object' || value === null) return cut(JSON.stringify(value))
  const names = Object.keys(value).map((name) => JSON.stringify(name))
  return names.length === 0 ? 'an empty object' : `an object with ${cut(names.join(', '))}`
}

function expected(error: ErrorObject): string {
  const params: Record<string, unknown> = error.params
  switch (error.keyword) {
    case 'type':
      return [params.type].flat().map(nameType).join(' or ')
    case 'required':
      return `the property "${params.missingProperty}"`
    case 'dependentRequired':
      return `the property "${params.missingProperty}", because "${params.property}" is present`
    case 'additionalProperties':
      return `no property "${params.additionalProperty}"`
    case 'const':
      return JSON.stringify(params.allowedValue)
    case 'enum':
      return `one of ${[params.allowedValues]
        .flat()
        .map((value) => JSON.stringify(value))
        .join(', ')}`
    case 'format':
      if (params.format === 'spec-version') return `the name of a version, ${SPEC_VERSIONS[0]} to ${NEWEST} or draft`
      return `the format "${params.format}"`
    case 'pattern':
      return `a match of ${params.pattern}`
    case 'maxLength':
      return `at most ${params.limit} characters`
    default:
      return `a value that conforms to the schema (it ${error.message ?? `violates "${error.keyword}"`})`
  }
}

function nameType(type: unknown): string {
  if (type === 'null') return 'null'
  return type === 'integer' || type === 'object' || type === 'array' ? `an ${type}` : `a ${type}`
}

function cut(text: string): string {
  // The joined characters are a text of their own: a slice would keep the whole text in memory
  return text.length <= MAX_QUOTE
    ? text
    : `${text
        .slice(0, MAX_QUOTE - 1)
        .split('')
        .join('')}…`
}
