import { duration, plural } from '../../../common/text.ts'
import { Inconclusive, Mismatch, type MismatchDetails } from '../../harness/case/errors.ts'
import type { GatewayCaseContext, Notice } from '../../harness/push-gateway/gateway-case.ts'
import type { DevicePush } from '../../harness/push-gateway/test-provider.ts'
import type { WatchedDevice } from '../../harness/push-gateway/watched-device.ts'
import { expectAccepted, ON_ACCEPTS } from './expect-accepted.ts'

/** Reason why a push that takes long does not fail a case. */
export const NO_TIME_LIMIT =
  'The specification sets no time limit: a push that arrives after the timeout makes the case inconclusive.'

/** Requirement that notifications arrive, for cases that build on it and are about something else. */
export const ON_DELIVERS: MismatchDetails = { buildsOn: ['push-gateway.delivers'] }

/** Sends a notification to devices until it is accepted, and expects a push at each of them. */
export async function expectArrival(
  context: Pick<GatewayCaseContext, 'notify' | 'eventually' | 'timeoutMs'>,
  what: string,
  notice: Notice,
  devices: readonly WatchedDevice[],
  details?: MismatchDetails,
): Promise<void> {
  await expectAccepted(context, what, notice, pushersOf(devices), ON_ACCEPTS)
  await expectPushes(context, what, devices, 1, details)
}

/**
 * Waits until each device has a number of pushes.
 *
 * @returns the pushes of each device
 * @throws {Mismatch} when they do not arrive
 * @throws {Inconclusive} when they arrive after the timeout
 */
export async function expectPushes(
  { timeoutMs }: Pick<GatewayCaseContext, 'timeoutMs'>,
  what: string,
  devices: readonly WatchedDevice[],
  count = 1,
  details: MismatchDetails = {},
): Promise<(readonly DevicePush[])[]> {
  const since = performance.now()
  const found = await Promise.all(devices.map((device) => device.waitForPushes(count, timeoutMs)))
  const isMissing = (place: number) => (found[place]?.length ?? 0) < count
  const missing = devices.filter((_, place) => isMissing(place))
  if (missing.length === 0) return found
  const number = Math.min(...found.map((pushes) => pushes.length))
  const names = namesOf(missing)
  const message = `Expected ${what} to arrive at ${names}, found ${number === 0 ? 'no push' : `${number} of ${count} pushes`} there`
  const late = await Promise.all(missing.map((device) => device.waitForPushes(count, timeoutMs)))
  if (late.every((pushes) => pushes.length >= count)) {
    throw new Inconclusive(
      `${message}; it arrived after ${duration(performance.now() - since)}, so the gateway is slow: use a longer --timeout or fewer --jobs`,
    )
  }
  throw new Mismatch(message, { ...details, missing: { since, lateness: () => undefined } })
}

/** Maximum number of devices that a message names. */
const MAX_NAMES = 3

function namesOf(devices: readonly WatchedDevice[]): string {
  const names = devices.slice(0, MAX_NAMES).map(({ name }) => name)
  const others = devices.length - names.length
  return [...names, ...(others > 0 ? [`and ${plural(others, 'other')}`] : [])].join('; ')
}

/** Returns the fields of the pushers of devices. */
export function pushersOf(devices: readonly WatchedDevice[]) {
  return devices.map(({ pusher }) => pusher)
}

/** Creates a device of each kind that the gateway reaches. */
export async function deviceOfEachKind({ kinds, device }: Pick<GatewayCaseContext, 'kinds' | 'device'>) {
  return await Promise.all(kinds().map((kind) => device(kind)))
}

/** Creates a number of devices, of as many kinds as the gateway reaches. */
export async function createDevices(
  { kinds, device }: Pick<GatewayCaseContext, 'kinds' | 'device'>,
  count: number,
): Promise<WatchedDevice[]> {
  const reached = kinds()
  return await Promise.all(Array.from({ length: count }, (_, place) => device(reached[place % reached.length])))
}
