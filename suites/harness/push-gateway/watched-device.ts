import { quote } from '../../../common/text.ts'
import type { Timeline } from '../evidence/timeline.ts'
import { eventually } from '../target/deadline.ts'
import type { ConfiguredDevice } from './configured-devices.ts'
import type { ProvidedDevice, TestProvider } from './test-provider.ts'
import { type DeviceKind, type DevicePush, KIND_NAMES, type PushFailure } from './test-provider.ts'

/** Maximum length of a payload in the timeline, in UTF-16 code units. */
const MAX_PAYLOAD = 1_000

/** Pauses between two looks into an inbox, in milliseconds: waits of less than a second are not left to the provider. */
const PAUSES = { firstMs: 10, longestMs: 100 }

/** Device of the run's provider, which one case alone uses. */
export class WatchedDevice {
  readonly kind: DeviceKind
  /** Name in messages: `device 3, at FCM` */
  readonly name: string
  /** Name of its service in messages: `FCM` */
  readonly place: string
  /** Fields of its pusher, for a notification */
  readonly pusher: ConfiguredDevice
  readonly #device: ProvidedDevice
  readonly #provider: TestProvider
  readonly #timeline: Timeline
  #seen: DevicePush[] = []

  constructor(provider: TestProvider, device: ProvidedDevice, number: number, timeline: Timeline) {
    this.kind = device.kind
    this.place = KIND_NAMES[device.kind]
    this.name = `device ${number}, at ${this.place}`
    this.pusher = device.pusher
    this.#device = device
    this.#provider = provider
    this.#timeline = timeline
  }

  /** Returns the pushes that the device received so far, oldest first. */
  async pushes(): Promise<readonly DevicePush[]> {
    return await this.#look(0)
  }

  /**
   * Waits until the device has received a number of pushes.
   *
   * @param timeoutMs time to wait, in milliseconds
   * @returns all pushes of the device, fewer than `count` if they did not arrive in time
   */
  async waitForPushes(count: number, timeoutMs: number): Promise<readonly DevicePush[]> {
    const end = performance.now() + timeoutMs
    const look = async () => {
      const pushes = await this.#look(end - performance.now() < 2_000 ? 0 : 1_000)
      return pushes.length >= count ? true : undefined
    }
    await this.#timeline.awaitPush(timeoutMs, () => eventually(look, timeoutMs, PAUSES))
    return this.#seen
  }

  /** Makes its pushes fail from now on; undefined ends that. */
  async fail(failure: PushFailure | undefined): Promise<void> {
    await this.#provider.fail(this.#device, failure)
    this.#note(failure === undefined ? `The service accepts pushes to ${this.name} again` : this.#describe(failure))
  }

  /** Ends its registration, as if its app were uninstalled. */
  async unregister(): Promise<void> {
    await this.#provider.unregister(this.#device)
    this.#note(`From now on, ${this.name}, is unregistered`)
  }

  /** Removes it from the provider. */
  async remove(): Promise<void> {
    await this.#provider.removeDevice(this.#device)
  }

  async #look(waitMs: number): Promise<readonly DevicePush[]> {
    const after = this.#seen.at(-1)?.n ?? 0
    const pushes = await this.#provider.pushesOf(this.#device, { after, ms: waitMs })
    // Another look may have seen some of them in the meantime
    const last = this.#seen.at(-1)?.n ?? 0
    for (const push of pushes.filter(({ n }) => n > last)) {
      this.#seen.push(push)
      const payload = quote(push.payload, MAX_PAYLOAD)
      this.#note(`Push ${push.n} arrived at ${this.name}, with the priority ${push.priority}: ${payload}`)
    }
    return this.#seen
  }

  #describe({ status, times, delayMs }: PushFailure): string {
    const number = times === undefined ? 'pushes' : times === 1 ? 'the next push' : `the next ${times} pushes`
    const response = status === undefined ? 'late' : `with ${status}`
    const delay = delayMs === undefined ? '' : ` after ${delayMs} ms`
    return `From now on, the service responds ${response}${delay} to ${number} to ${this.name}`
  }

  #note(sentence: string): void {
    this.#timeline.note(sentence)
  }
}
