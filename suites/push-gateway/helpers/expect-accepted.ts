import { NotApplicable } from '../../harness/case/errors.ts'
import { expect } from '../../harness/case/expect.ts'
import type { ConfiguredDevice } from '../../harness/push-gateway/configured-devices.ts'
import type { GatewayCaseContext, Notice } from '../../harness/push-gateway/gateway-case.ts'
import { type NotifyResponse, rejectedIn } from '../../harness/push-gateway/notify-client.ts'
import { errcodeOf } from '../../harness/target/body.ts'

/** Reason why a single temporary error does not fail a case. */
export const TEMPORARY_ERRORS =
  'A 429 or 5xx response may be temporary, so the notification is repeated until the timeout, as homeservers do.'

/**
 * Notifies devices that the gateway can reach, again while the gateway reports temporary errors. The notification has
 * to be accepted with status 200, without rejecting any of the devices.
 */
export async function expectAccepted(
  { notify, eventually }: Pick<GatewayCaseContext, 'notify' | 'eventually'>,
  what: string,
  notice: Notice,
  devices: readonly ConfiguredDevice[],
): Promise<void> {
  let response = await notify(notice, [...devices])
  if (isServerError(response)) {
    await eventually(async () => {
      response = await notify(notice, [...devices])
      return isServerError(response) ? undefined : response
    })
  }
  expect(response.status === 200, `Expected ${what} to get a response with status 200, found ${statusOf(response)}`)
  expectNotRejected(what, response, devices)
}

/**
 * Reports whether a response is a temporary error, after which homeservers try again. Errors about the request itself
 * would not change.
 */
function isServerError({ status }: NotifyResponse): boolean {
  return status === 429 || status >= 500
}

/** Expects none of the devices to be rejected. */
export function expectNotRejected(what: string, response: NotifyResponse, devices: readonly ConfiguredDevice[]): void {
  const rejected = rejectedIn(response) ?? []
  const noneRejected = devices.every(({ pushkey }) => !rejected.includes(pushkey))
  expect(noneRejected, `Expected ${what} to have no reachable device rejected, found the pushkey of one rejected`)
}

/** Skips the case unless the response has status 200. */
export function skipUnlessAccepted(what: string, response: NotifyResponse): void {
  if (response.status !== 200) throw new NotApplicable(`The target responds with ${statusOf(response)} to ${what}`)
}

/** Describes a status: `400 with M_BAD_JSON`. */
export function statusOf({ status, body }: NotifyResponse): string {
  const errcode = errcodeOf(body)
  return typeof errcode === 'string' ? `${status} with ${errcode.slice(0, 60)}` : String(status)
}
