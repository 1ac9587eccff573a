import type { ErrorObject } from 'ajv'
import { NEWEST, SPEC_VERSIONS } from './versions.ts'

/** The most violations that one check reports. */
const MAX_VIOLATIONS = 20

/** The most characters of a found value that a violation quotes. */
const MAX_QUOTE = 80

/**
 * What a value breaks of a schema, a sentence each: where, what was found, what was wanted.
 *
 * Objects and arrays are told by their property names and lengths, so that no secret in them gets into a report.
 *
 * @returns at most 20 sentences
 */
export function toViolations(errors: readonly ErrorObject[] | null | undefined): string[] {
  return toViolationErrors(errors).map(toSentence)
}

/** The errors that are worth a sentence each. */
export function toViolationErrors(errors: readonly ErrorObject[] | null | undefined): ErrorObject[] {
  return (errors ?? []).filter(isOfItsOwn).slice(0, MAX_VIOLATIONS)
}

/** Whether the error says more than that one of the errors beside it arose. */
function isOfItsOwn(error: ErrorObject): boolean {
  return !['if', 'anyOf', 'oneOf', 'propertyNames'].includes(error.keyword)
}

/** One error as a sentence. */
export function toSentence(error: ErrorObject): string {
  const place = error.instancePath === '' ? 'the root' : error.instancePath
  return `At ${place}: found ${describe(error.data)}, wanted ${expected(error)}`
}

/** A found value in a few words. */
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
      return `the property "${params.missingProperty}", because "${params.property}" is there`
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
      if (params.format === 'spec-version') return `the name of a version, ${SPEC_VERSIONS[0]} to ${NEWEST}`
      return `the format "${params.format}"`
    case 'pattern':
      return `a match of ${params.pattern}`
    case 'maxLength':
      return `at most ${params.limit} characters`
    default:
      return `what the schema says: it ${error.message ?? `breaks "${error.keyword}"`}`
  }
}

function nameType(type: unknown): string {
  if (type === 'null') return 'null'
  return type === 'integer' || type === 'object' || type === 'array' ? `an ${type}` : `a ${type}`
}

function cut(text: string): string {
  return text.length <= MAX_QUOTE ? text : `${text.slice(0, MAX_QUOTE - 1)}…`
}
