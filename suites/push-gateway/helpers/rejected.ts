import { quote } from '../../../common/text.ts'
import type { MismatchDetails } from '../../harness/case/errors.ts'
import { expectEqual } from '../../harness/case/expect.ts'
import {
  type NoAnswer,
  type NotifyResponse,
  otherRejected,
  rejectedIn,
} from '../../harness/push-gateway/notify-client.ts'
import { statusOf } from './expect-accepted.ts'

/**
 * Expects nothing to be rejected but pushkeys of the request.
 *
 * @param pushkeys the pushkeys of the request
 */
export function expectOnlyRejected(answer: NotifyResponse | NoAnswer, pushkeys: readonly string[]): void {
  const others = answer.status === undefined ? [] : otherRejected(answer, pushkeys)
  expectEqual('the rejected pushkeys that were not in the request', others, [], ON_REJECTED)
}

const ON_REJECTED: MismatchDetails = { buildsOn: ['push-gateway.rejected-only-from-request'] }

/**
 * Describes what a response says about the pushkeys of its request: `200 with nothing rejected`.
 *
 * @param pushkeys the pushkeys of the request
 */
export function describeRejected(answer: NotifyResponse | NoAnswer, pushkeys: readonly string[]): string {
  const rejected = answer.status === undefined ? undefined : rejectedIn(answer)
  if (answer.status !== 200) return statusOf(answer)
  if (rejected === undefined) return '200 without a list of rejected pushkeys'
  const others = otherRejected(answer, pushkeys)
  if (others.length > 0) return `200 with ${quote(others)} rejected, which the request does not contain`
  return `200 with ${rejected.length === 0 ? 'nothing' : 'the pushkey'} rejected`
}
