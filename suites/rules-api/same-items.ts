import { isDeepStrictEqual } from 'node:util'
import { expect } from '../harness/case/expect.ts'
import { quote } from '../harness/evidence/quote.ts'

/**
 * A list has to hold the same items as another, in whatever order: nothing says that the actions of a rule, its
 * conditions or the rules of a list are given in one.
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

/** What is left of the first list when each item of the second takes away one that is equal to it. */
function without(items: readonly unknown[], others: readonly unknown[]): unknown[] {
  const left = [...items]
  for (const other of others) {
    const at = left.findIndex((item) => isDeepStrictEqual(item, other))
    if (at !== -1) left.splice(at, 1)
  }
  return left
}
