import { isDeepStrictEqual } from 'node:util'
import { quote } from '../evidence/quote.ts'
import { Mismatch } from './errors.ts'

/** Ends the case as not conformant unless `condition` holds. `what` is a sentence that says what was expected and found. */
export function expect(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Mismatch(what)
}

/** `actual` has to be deeply equal to `wanted`; `what` names it. */
export function expectEqual(what: string, actual: unknown, expected: unknown): void {
  expect(isDeepStrictEqual(actual, expected), `Expected ${what} to be ${quote(expected)}, found ${quote(actual)}`)
}

/** The text that a rule asks to be refused got an error answer of the client's making (4xx). */
export function expectRefused(what: string, status: number): void {
  expect(status >= 400 && status < 500, `Expected ${what} to be refused with a 4xx status, found ${status}`)
}
