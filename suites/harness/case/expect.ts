import { isDeepStrictEqual } from 'node:util'
import { quote } from '../../../common/text.ts'
import { errcodeOf } from '../target/body.ts'
import { Mismatch, type MismatchDetails } from './errors.ts'

/**
 * Fails the case unless a condition holds.
 *
 * @param condition the condition
 * @param message the sentence `Expected X, found Y`
 * @param details what the mismatch shows besides its message, such as the requirement that the case builds on
 * @throws {Mismatch} when the condition is false
 */
export function expect(condition: boolean, message: string, details?: MismatchDetails): asserts condition {
  if (!condition) throw new Mismatch(message, details)
}

/**
 * Fails the case unless two values are deeply equal.
 *
 * @param what the name of the value: `the actions of the rule`
 * @param actual the value that was found
 * @param expected the value that was expected
 * @param details what the mismatch shows besides its message, such as the requirement that the case builds on
 * @throws {Mismatch} when they differ
 */
export function expectEqual(what: string, actual: unknown, expected: unknown, details?: MismatchDetails): void {
  const message = `Expected ${what} to be ${quote(expected)}, found ${quote(actual)}`
  expect(isDeepStrictEqual(actual, expected), message, details)
}

/**
 * Fails the case unless the response to a request has this status.
 *
 * @param response the response, with the request in one line
 * @param expected the status
 * @param because end of "Expected status …, because", for the message
 * @throws {Mismatch} when it has another status
 */
export function expectStatus(
  { request, status, body }: { request: string; status: number; body: unknown },
  expected: number,
  because?: string,
): void {
  const errcode = errcodeOf(body)
  const found = `${status}${errcode === undefined ? '' : ` with the errcode ${quote(errcode)}`}`
  const reason = because === undefined ? '' : `, because ${because}`
  expect(
    status === expected,
    `Expected the response to ${request} to have the status ${expected}${reason}, found ${found}`,
  )
}

/**
 * Fails the case unless a request was refused with a 4xx status.
 *
 * @param what the name of the request: `a rule without actions`
 * @param status the status of its response
 * @param details what the mismatch shows besides its message, such as the requirement that the case builds on
 * @throws {Mismatch} for any other status
 */
export function expectRefused(what: string, status: number, details?: MismatchDetails): void {
  expect(status >= 400 && status < 500, `Expected ${what} to be refused with a 4xx status, found ${status}`, details)
}
