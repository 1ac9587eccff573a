import { quote } from '../../../common/text.ts'
import { type MismatchDetails, NotApplicable } from '../../harness/case/errors.ts'
import { expect } from '../../harness/case/expect.ts'
import type { ConfiguredDevice } from '../../harness/push-gateway/configured-devices.ts'
import type { GatewayCaseContext, Notice } from '../../harness/push-gateway/gateway-case.ts'
import { type NotifyResponse, rejectedIn, type Silence } from '../../harness/push-gateway/notify-client.ts'
import { errcodeOf } from '../../harness/target/body.ts'

/** Reason why a single temporary error does not fail a case. */
export const TEMPORARY_ERRORS =
  'A 429 or 5xx response may be temporary, so the notification is repeated until the timeout, as homeservers do.'

/** Requirement that a notification is accepted, for cases that build on it and are about something else. */
export const ON_ACCEPTS: MismatchDetails = { buildsOn: ['push-gateway.accepts'] }

/**
 * Notifies devices that the gateway can reach, again while the gateway reports temporary errors. The notification has
 * to be accepted with status 200, without rejecting any of the devices.
 *
 * @param details what the mismatch shows besides its message if the status is another one
 * @returns the response
 */
export async function expectAccepted(
  { notify, eventually }: Pick<GatewayCaseContext, 'notify' | 'eventually'>,
  what: string,
  notice: Notice,
  devices: readonly ConfiguredDevice[],
  details?: MismatchDetails,
): Promise<NotifyResponse> {
  const response = await settled(eventually, () => notify(notice, [...devices]), isTemporary)
  const found = `found ${statusOf(response)}`
  expect(response.status === 200, `Expected ${what} to get a response with status 200, ${found}`, details)
  expectNotRejected(what, response, devices)
  return response
}

/**
 * Sends a notification that conforms to the schema and whose treatment is unspecified, again while the gateway fails. Any
 * other status will do, also one that says that something behind the gateway failed, and no response as well.
 *
 * @throws {Mismatch} when the gateway goes on failing
 */
export async function expectNoServerError(
  { attempt, eventually }: Pick<GatewayCaseContext, 'attempt' | 'eventually'>,
  what: string,
  body: unknown,
): Promise<NotifyResponse | Silence> {
  const response = await settled(eventually, () => attempt(body), hasFailed)
  expect(
    response.status === undefined || response.status === 429 || !hasFailed(response),
    `Expected ${what} not to fail in the target, found ${statusOf(response)}`,
    { buildsOn: ['push-gateway.no-server-error'] },
  )
  return response
}

/** Repeats a request until its response is final, or the time is over. */
async function settled<T>(
  eventually: GatewayCaseContext['eventually'],
  send: () => Promise<T>,
  isOpen: (response: T) => boolean,
): Promise<T> {
  let last!: T
  await eventually(async () => {
    last = await send()
    return isOpen(last) ? undefined : true
  })
  return last
}

/**
 * Reports whether a response is a temporary error, after which homeservers try again. Errors about the request itself
 * would not change.
 */
function isTemporary({ status }: NotifyResponse): boolean {
  return status === 429 || status >= 500
}

/** Reports whether the gateway itself failed or is too busy, and not something behind or in front of it. */
function hasFailed({ status = 0 }: NotifyResponse | Silence): boolean {
  return status === 429 || (status >= 500 && ![502, 503, 504].includes(status))
}

/** Expects none of the devices to be rejected. */
export function expectNotRejected(what: string, response: NotifyResponse, devices: readonly ConfiguredDevice[]): void {
  const rejected = rejectedIn(response) ?? []
  const wrong = devices.find(({ pushkey }) => rejected.includes(pushkey))
  // The pushkey is not cut: its label has to replace it as a whole
  const found = quote(wrong?.pushkey, Number.POSITIVE_INFINITY)
  expect(wrong === undefined, `Expected ${what} to have no reachable device rejected, found ${found} rejected`, {
    buildsOn: ['push-gateway.rejected'],
  })
}

/** Skips the case unless the response has status 200. */
export function skipUnlessAccepted(
  what: string,
  response: NotifyResponse | Silence,
): asserts response is NotifyResponse {
  if (response.status === undefined) throw new NotApplicable(`The target gives no response to ${what}`)
  if (response.status !== 200) throw new NotApplicable(`The target responds with ${statusOf(response)} to ${what}`)
}

/** Describes a status: `400 with M_BAD_JSON`. */
export function statusOf(response: NotifyResponse | Silence): string {
  if (response.status === undefined) return 'no response'
  const { status, shown } = response
  const errcode = errcodeOf(shown)
  return typeof errcode === 'string' ? `${status} with ${errcode.slice(0, 60)}` : String(status)
}
