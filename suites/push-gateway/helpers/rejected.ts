import { quote } from '../../../common/text.ts'
import type { MismatchDetails } from '../../harness/case/errors.ts'
import { expectEqual } from '../../harness/case/expect.ts'
import {
  type NotifyResponse,
  otherRejected,
  rejectedIn,
  type Silence,
} from '../../harness/push-gateway/notify-client.ts'
import { statusOf } from './expect-accepted.ts'

/**
 * Expects nothing to be rejected but pushkeys of the request.
 *
 * @param pushkeys the pushkeys of the request
 */
export function expectOnlyRejected(response: NotifyResponse | Silence, pushkeys: readonly string[]): void {
  const others = response.status === undefined ? [] : otherRejected(response, pushkeys)
  expectEqual('the rejected pushkeys that were not in the request', others, [], ON_REJECTED)
}

const ON_REJECTED: MismatchDetails = { buildsOn: ['push-gateway.rejected-only-from-request'] }

/**
 * Describes what a response says about the pushkeys of its request: `200 with nothing rejected`.
 *
 * @param pushkeys the pushkeys of the request
 */
export function describeRejected(response: NotifyResponse | Silence, pushkeys: readonly string[]): string {
  const rejected = response.status === undefined ? undefined : rejectedIn(response)
  if (response.status !== 200) return statusOf(response)
  if (rejected === undefined) return '200 without a list of rejected pushkeys'
  const others = otherRejected(response, pushkeys)
  if (others.length > 0) return `200 with ${quote(others)} rejected, which the request does not contain`
  return `200 with ${rejected.length === 0 ? 'nothing' : 'the pushkey'} rejected`
}
