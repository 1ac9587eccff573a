import { isDeepStrictEqual } from 'node:util'
import { quote } from '../../../common/text.ts'
import { expect } from '../../harness/case/expect.ts'

/**
 * Expects a list to have the same items as another, in any order: the specification defines no order for the actions of
 * a rule, its conditions or the rules of a list.
 */
export function expectSameItems(what: string, actual: unknown, expected: readonly unknown[]): void {
  const found: readonly unknown[] = Array.isArray(actual) ? actual : [actual]
  const missing = without(expected, found)
  const extra = without(found, expected)
  const difference = [
    ...(missing.length > 0 ? [`without ${quote(missing)}`] : []),
    ...(extra.length > 0 ? [`with ${quote(extra)}`] : []),
  ].join(' and ')
  expect(
    Array.isArray(actual) && difference === '',
    `Expected ${what} to be ${quote(expected)}, in any order, found ${Array.isArray(actual) ? `the list ${difference}` : quote(actual)}`,
  )
}

/** Returns the first list without one equal item for each item of the second list. */
function without(items: readonly unknown[], others: readonly unknown[]): unknown[] {
  const left = [...items]
  for (const other of others) {
    const at = left.findIndex((item) => isDeepStrictEqual(item, other))
    if (at !== -1) left.splice(at, 1)
  }
  return left
}
