import type { GatewayTargetInfo } from '../../../run/index.ts'
import type { NotifyRequest, PushNotification, SpecVersion } from '../../../spec/index.ts'
import type { AnyCase } from '../case/case.ts'
import { NotApplicable } from '../case/errors.ts'
import { Timeline } from '../evidence/timeline.ts'
import type { Traffic } from '../evidence/traffic.ts'
import { eventually, Wake } from '../target/deadline.ts'
import { type ConfiguredDevice, type ConfiguredDevices, secretsOfNamed } from './configured-devices.ts'
import type { GatewayCaseContext, Notice } from './gateway-case.ts'
import { type GatewayAccess, NotifyClient } from './notify-client.ts'
import type { DeviceKind, TestProvider } from './test-provider.ts'
import { WatchedDevice } from './watched-device.ts'

/** Push gateway that can be tested, with its devices. All cases of a run share it. */
export interface GatewayTestEnvironment {
  readonly kind: 'push-gateway'
  specVersion: SpecVersion
  targetInfo: GatewayTargetInfo
  access: GatewayAccess
  devices: ConfiguredDevices
  /** Provider of the run, whose inboxes show what arrives at devices; undefined if the user has none behind the gateway */
  provider: ProviderBehind | undefined
  /** Part of every name that this run uses */
  runId: string
}

/** Provider behind a gateway under test, as the preflight found it. */
export interface ProviderBehind {
  provider: TestProvider
  /** Kinds of its devices that the gateway reaches */
  kinds: readonly DeviceKind[]
  /** Longest time from a notification to the arrival of its push, in milliseconds */
  latencyMs: number
  /** Number of devices that the run has created so far */
  created: number
}

/** Time in which another push would have arrived, in milliseconds: a multiple of the latency, within bounds. */
const SETTLE = { factor: 5, leastMs: 300, mostMs: 5_000 }

/**
 * Pause after the first notification before it is sent again, in milliseconds. The pauses grow exponentially, as those of
 * homeservers should, so that a device gets few notifications.
 */
const FIRST_PAUSE_MS = 50

/** Number of timeouts that a gateway has for a response while its push service fails: it may try again by itself. */
const PATIENT = 3

let serial = 0

/** Session of a case about a push gateway: its tools and its timeline. No other case uses its events and pushkeys. */
export class GatewayCaseSession implements GatewayCaseContext {
  readonly timeline: Timeline
  readonly specVersion: SpecVersion
  readonly traffic: Traffic
  readonly timeoutMs: number
  readonly #environment: GatewayTestEnvironment
  readonly #devices: ConfiguredDevices
  readonly #watched: WatchedDevice[] = []
  readonly #client: NotifyClient
  readonly #prefix: string
  #names = 0

  constructor(environment: GatewayTestEnvironment, { id }: Pick<AnyCase, 'id'>) {
    serial += 1
    const { access } = environment
    this.timeline = new Timeline(access.redactor, access.transport.clock)
    this.specVersion = environment.specVersion
    this.traffic = access.traffic
    this.#devices = environment.devices
    this.#client = new NotifyClient(access, this.timeline, id)
    this.timeoutMs = access.timeoutMs
    this.#environment = environment
    this.#prefix = `plexor-${environment.runId}-${serial}`
  }

  readonly unique = (name: string): string => {
    this.#names += 1
    return `${this.#prefix}-${this.#names}-${name}`
  }

  readonly reachable = (count = 1): ConfiguredDevice[] => {
    const found = this.#devices.reachable.slice(0, count)
    if (found.length === count) return found
    const known = found.length === 0 ? 'none is configured' : `only ${found.length} is configured`
    throw new NotApplicable(
      `The case needs ${count === 1 ? 'a device' : `${count} devices`} that the gateway can reach, and ${known}; add one with --device`,
    )
  }

  readonly unregistered = (): ConfiguredDevice => {
    const [device] = this.#devices.unregistered
    if (device !== undefined) return device
    throw new NotApplicable(
      'The case needs an unregistered device, and none is configured; add one with --device, in a file with "unregistered: true"',
    )
  }

  readonly unknownDevice = (): ConfiguredDevice => ({
    app_id: `org.plexor.unheard-of.${this.unique('app')}`,
    pushkey: this.unique('pushkey'),
  })

  readonly anyDevice = (): ConfiguredDevice => this.#devices.reachable[0] ?? this.unknownDevice()

  readonly isReachable = (device: ConfiguredDevice): boolean => this.#devices.reachable.includes(device)

  readonly kinds = (): readonly DeviceKind[] => this.#provider().kinds

  readonly canFail = (): boolean => this.#provider().provider.canFail

  readonly device = async (kind?: DeviceKind): Promise<WatchedDevice> => {
    const behind = this.#provider()
    const created = await behind.provider.createDevice(kind ?? behind.kinds[0] ?? 'fcm')
    behind.created += 1
    const number = this.#devices.reachable.length + behind.created
    for (const { secret, label } of secretsOfNamed([{ device: created.pusher, name: `device ${number}` }]))
      this.#environment.access.redactor.add(secret, label)
    const device = new WatchedDevice(behind.provider, created, number, this.timeline)
    this.#watched.push(device)
    return device
  }

  readonly settle = async (): Promise<void> => {
    const { factor, leastMs, mostMs } = SETTLE
    const ms = Math.min(mostMs, Math.max(leastMs, this.#provider().latencyMs * factor))
    await new Wake().next(ms)
    this.#settled = ms
  }

  #settled: number | undefined

  #provider(): ProviderBehind {
    const { provider } = this.#environment
    if (provider !== undefined) return provider
    throw new NotApplicable(
      'The case sees what arrives at a device, and Plexor runs no provider behind the gateway; start one with --provider',
    )
  }

  readonly message = (changes: Notice = {}): Notice => ({
    event_id: `$${this.unique('event')}`,
    room_id: `!${this.#prefix}:example.org`,
    type: 'm.room.message',
    sender: '@plexor:example.org',
    sender_display_name: 'Plexor',
    room_name: 'A test of Plexor',
    room_alias: '#plexor:example.org',
    prio: 'high',
    content: { msgtype: 'm.text', body: 'A test of Plexor' },
    counts: { unread: 1 },
    ...changes,
  })

  readonly notify = (notice: Notice, devices: NotifyRequest['notification']['devices']) =>
    this.#client.notify({ notification: { ...sent(notice), devices } })

  readonly notifyPatiently = (notice: Notice, devices: NotifyRequest['notification']['devices']) =>
    this.#client.notifyPatiently({ notification: { ...sent(notice), devices } }, this.timeoutMs * PATIENT)

  readonly attempt = (body: unknown) => this.#client.attempt(body)

  readonly ask = (method: string, path: string, body?: unknown) => this.#client.ask(method, path, body)

  readonly eventually = <T>(probe: () => Promise<T | undefined>): Promise<T | undefined> =>
    eventually(probe, this.timeoutMs, { firstMs: FIRST_PAUSE_MS, longestMs: this.timeoutMs })

  /** Returns what proves that nothing else arrived at a device; undefined if the case did not need it. */
  proof(): string | undefined {
    return this.#settled === undefined
      ? undefined
      : `Nothing else arrived within ${Math.round(this.#settled)} ms, measured from the latency of the target`
  }

  /** Removes the devices of the case in the background. They are not needed any more, whatever comes of it. */
  close(): void {
    for (const device of this.#watched) device.remove().catch(() => {})
  }

  /** Removes nothing: cases about gateways set no pushers. */
  async removePushers(): Promise<void> {}
}

/** Returns the fields of a notification that are sent. */
function sent(notice: Notice): Omit<PushNotification, 'devices'> {
  return Object.fromEntries(Object.entries(notice).filter(([, value]) => value !== undefined))
}
