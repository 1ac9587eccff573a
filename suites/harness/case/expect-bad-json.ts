import { quote } from '../../../common/text.ts'
import { errcodeOf } from '../target/body.ts'
import type { CheckedResponse } from '../target/client.ts'
import { NotApplicable } from './errors.ts'
import { expect } from './expect.ts'

/**
 * Fails the case if account data that the server controls was refused with status 405 and another errcode than
 * `M_BAD_JSON`.
 *
 * @param response the response to the attempt to set it
 * @param what the name of the account data, for the messages
 * @throws {Mismatch} when the response has another errcode
 * @throws {NotApplicable} when the response has another status, which other cases judge
 */
export function expectBadJson({ request, status, body }: CheckedResponse, what: string): void {
  if (status !== 405)
    throw new NotApplicable(`The target responds with ${status} to ${what} as account data, not with 405`)
  const errcode = errcodeOf(body)
  expect(
    errcode === 'M_BAD_JSON',
    `Expected the response to ${request} to have the errcode "M_BAD_JSON", found ${quote(errcode)}`,
  )
}
