import type { ErrorObject } from 'ajv'
import type { Ajv2020 } from 'ajv/dist/2020.js'
import { createAjv } from './ajv.ts'
import { toViolations } from './violations.ts'

/** Number of items of a list that are searched for every violation. Of the others, only the first violation is found. */
const MAX_ITEMS = 50

/** Number of values in a body up to which every violation is collected, which can take the square of it. */
const MAX_VALUES = 3_000

/** Validates values against schemas, in a time that grows only linearly with the size of the value. */
export interface BoundedValidator {
  /**
   * Returns the errors of a value. Of a large value, at least the first one is found, and every one in the first items of
   * each list.
   *
   * @param schema the schema, or the URI of one that was added; it is compiled once
   * @throws {Error} when it cannot be compiled: for example, it refers to what was not added
   */
  errors(schema: object | string, value: unknown): ErrorObject[]
  /** Returns the same as sentences about violations, at most 20. */
  violations(schema: object | string, value: unknown): string[]
}

/**
 * Creates a validator.
 *
 * @param create creates a validator with what the schemas refer to, which reports every error or stops at the first
 */
export function createBoundedValidator(
  create: (options: { allErrors: boolean }) => Ajv2020 = createAjv,
): BoundedValidator {
  // Collecting every error takes the square of their number, so it is only done where there are few values.
  const first = onFirstUse(() => compiler(create({ allErrors: false })))
  const every = onFirstUse(() => compiler(create({ allErrors: true })))
  const errors = (schema: object | string, value: unknown) => {
    const error = first()(schema)(value)
    if (error === undefined) return []
    const sample = sampleOf(value)
    const found = hasMoreValuesThan(MAX_VALUES, sample) ? undefined : every()(schema)(sample)
    return found ?? error
  }
  return { errors, violations: (schema, value) => toViolations(errors(schema, value)) }
}

/** Returns a function that creates a value once, when it is needed: a command that validates nothing need not wait. */
function onFirstUse<T>(create: () => T): () => T {
  let value: T | undefined
  return () => {
    value ??= create()
    return value
  }
}

/** Returns a function that compiles schemas to functions, which return the errors of a value; undefined if it is valid. */
function compiler(ajv: Ajv2020) {
  const compiled = new Map<object | string, (value: unknown) => ErrorObject[] | undefined>()
  return (schema: object | string) => {
    const known = compiled.get(schema)
    if (known !== undefined) return known
    const validate = typeof schema === 'string' ? ajv.getSchema(schema) : ajv.compile(schema)
    if (validate === undefined) throw new RangeError(`There is no schema ${schema}`)
    const errorsOf = (value: unknown) => (validate(value) ? undefined : (validate.errors ?? []))
    compiled.set(schema, errorsOf)
    return errorsOf
  }
}

/** Returns a copy of a value in which lists have only their first items. */
function sampleOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map(sampleOf)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, sampleOf(item)]))
}

/** Reports whether a value has more than this number of values in it, without counting further. */
function hasMoreValuesThan(limit: number, value: unknown): boolean {
  let left = limit
  const isOver = (one: unknown): boolean => {
    left -= 1
    if (left < 0) return true
    return typeof one === 'object' && one !== null && Object.values(one).some(isOver)
  }
  return isOver(value)
}
