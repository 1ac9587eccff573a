import { errcodeOf } from '../harness/errcode.ts'
import { NotApplicable } from '../harness/errors.ts'
import { expect } from '../harness/expect.ts'
import type { GivenDevice } from '../harness/push-gateway/given-devices.ts'
import type { NotifyAnswer } from '../harness/push-gateway/notify-client.ts'
import { rejectedIn } from '../harness/push-gateway/rejected-in.ts'

/** The notification has to be taken: status 200, and none of the devices rejected, which the gateway can reach. */
export function expectTaken(what: string, answer: NotifyAnswer, devices: readonly GivenDevice[]): void {
  expect(answer.status === 200, `Expected ${what} to be answered with status 200, found ${statusOf(answer)}`)
  expectSpared(what, answer, devices)
}

/** None of the devices may be rejected. */
export function expectSpared(what: string, answer: NotifyAnswer, devices: readonly GivenDevice[]): void {
  const rejected = rejectedIn(answer) ?? []
  const spared = devices.every(({ pushkey }) => !rejected.includes(pushkey))
  expect(spared, `Expected ${what} to have no device rejected that can be reached, found the pushkey of one rejected`)
}

/** The case says something of answers with status 200 only. */
export function onlyIfTaken(what: string, answer: NotifyAnswer): void {
  if (answer.status !== 200) throw new NotApplicable(`The target answers ${statusOf(answer)} to ${what}`)
}

/** `400 with M_BAD_JSON`. */
export function statusOf({ status, body }: NotifyAnswer): string {
  const errcode = errcodeOf(body)
  return typeof errcode === 'string' ? `${status} with ${errcode.slice(0, 60)}` : String(status)
}
