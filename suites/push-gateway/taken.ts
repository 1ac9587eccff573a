import { NotApplicable } from '../harness/case/errors.ts'
import { expect } from '../harness/case/expect.ts'
import type { ConfiguredDevice } from '../harness/push-gateway/configured-devices.ts'
import type { GatewayCaseContext, Notice } from '../harness/push-gateway/gateway-case.ts'
import type { NotifyResponse } from '../harness/push-gateway/notify-client.ts'
import { rejectedIn } from '../harness/push-gateway/rejected-in.ts'
import { errcodeOf } from '../harness/target/errcode.ts'

/** Why a single answer that tells of trouble turns no case red. */
export const TROUBLE_PASSES =
  'A 429 or 5xx may be passing trouble, so the gateway is notified again until the patience is over, as homeservers do it.'

/**
 * Notifies devices, again while the gateway is in trouble: the notification has to be taken, with status 200, and none
 * of the devices rejected, which the gateway can reach.
 */
export async function expectTaken(
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
  expect(response.status === 200, `Expected ${what} to be answered with status 200, found ${statusOf(response)}`)
  expectSpared(what, response, devices)
}

/** Homeservers come again after an error; what a gateway says of the request itself, it would say again. */
function isServerError({ status }: NotifyResponse): boolean {
  return status === 429 || status >= 500
}

/** None of the devices may be rejected. */
export function expectSpared(what: string, response: NotifyResponse, devices: readonly ConfiguredDevice[]): void {
  const rejected = rejectedIn(response) ?? []
  const spared = devices.every(({ pushkey }) => !rejected.includes(pushkey))
  expect(spared, `Expected ${what} to have no device rejected that can be reached, found the pushkey of one rejected`)
}

/** The case says something of answers with status 200 only. */
export function onlyIfTaken(what: string, response: NotifyResponse): void {
  if (response.status !== 200) throw new NotApplicable(`The target answers ${statusOf(response)} to ${what}`)
}

/** `400 with M_BAD_JSON`. */
export function statusOf({ status, body }: NotifyResponse): string {
  const errcode = errcodeOf(body)
  return typeof errcode === 'string' ? `${status} with ${errcode.slice(0, 60)}` : String(status)
}
