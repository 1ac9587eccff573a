import type { GatewayTargetInfo } from '../../../run/index.ts'
import type { NotifyRequest, PushNotification, SpecVersion } from '../../../spec/index.ts'
import type { AnyCase } from '../case/case.ts'
import { NotApplicable } from '../case/errors.ts'
import { Timeline } from '../evidence/timeline.ts'
import type { Traffic } from '../evidence/traffic.ts'
import { eventually } from '../target/deadline.ts'
import type { ConfiguredDevice, ConfiguredDevices } from './configured-devices.ts'
import type { GatewayCaseContext, Notice } from './gateway-case.ts'
import { type GatewayAccess, NotifyClient } from './notify-client.ts'

/** Push gateway that can be tested, with its devices. All cases of a run share it. */
export interface GatewayTestEnvironment {
  readonly kind: 'push-gateway'
  specVersion: SpecVersion
  targetInfo: GatewayTargetInfo
  access: GatewayAccess
  devices: ConfiguredDevices
  /** Part of every name that this run uses */
  runId: string
}

/**
 * Pause after the first notification before it is sent again, in milliseconds. The pauses grow exponentially, as those of
 * homeservers should, so that a device gets few notifications.
 */
const FIRST_PAUSE_MS = 50

let serial = 0

/** Session of a case about a push gateway: its tools and its timeline. No other case uses its events and pushkeys. */
export class GatewayCaseSession implements GatewayCaseContext {
  readonly timeline: Timeline
  readonly specVersion: SpecVersion
  readonly traffic: Traffic
  readonly #devices: ConfiguredDevices
  readonly #client: NotifyClient
  readonly #timeoutMs: number
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
    this.#timeoutMs = access.timeoutMs
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

  readonly attempt = (body: unknown) => this.#client.attempt(body)

  readonly ask = (method: string, path: string, body?: unknown) => this.#client.ask(method, path, body)

  readonly eventually = <T>(probe: () => Promise<T | undefined>): Promise<T | undefined> =>
    eventually(probe, this.#timeoutMs, { firstMs: FIRST_PAUSE_MS, longestMs: this.#timeoutMs })

  /** Returns nothing: cases about gateways prove no absences. */
  proof(): string | undefined {
    return undefined
  }

  close(): void {}

  /** Removes nothing: cases about gateways set no pushers. */
  async removePushers(): Promise<void> {}
}

/** Returns the fields of a notification that are sent. */
function sent(notice: Notice): Omit<PushNotification, 'devices'> {
  return Object.fromEntries(Object.entries(notice).filter(([, value]) => value !== undefined))
}
