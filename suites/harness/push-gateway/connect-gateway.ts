import { NEWEST, type SpecVersion } from '../../../spec/index.ts'
import { NOTIFY_PATH } from '../case/operations.ts'
import { Redactor } from '../evidence/redactor.ts'
import { Traffic } from '../evidence/traffic.ts'
import type { Waiting } from '../preflight/wait-for-target.ts'
import { TargetHealth } from '../target/health.ts'
import { watchOwnLateness } from '../target/own-lateness.ts'
import { Transport } from '../target/transport.ts'
import { type ConfiguredDevices, secretsOf } from './configured-devices.ts'
import type { GatewayTestEnvironment } from './gateway-environment.ts'
import { gatewayPreflight } from './gateway-preflight.ts'
import { probeProvider } from './provider-preflight.ts'
import type { TestProvider } from './test-provider.ts'

/** Options for {@link connectGateway}. */
export interface ConnectGatewayOptions extends Waiting {
  /** Target as the user named it, for reports */
  name: string
  /** Base URL of the gateway: the part before `/_matrix/push/v1/notify` */
  url: string
  /** Version of the specification to test against. Gateways list no versions: `auto` is the newest that Plexor knows. */
  specVersion: SpecVersion | 'auto'
  /** Devices to send notifications to */
  devices: ConfiguredDevices
  /** Provider behind the gateway, whose inboxes show what arrives at devices; absent if there is none */
  provider?: TestProvider
  /**
   * True if it is certain that the gateway can reach the devices. If so, the cases judge a gateway that rejects them;
   * otherwise the preflight stops, because the configuration may be wrong. Default: false
   */
  areDevicesSure?: boolean
  /** Time to wait for a response, in milliseconds */
  timeoutMs: number
  /** Maximum number of simultaneous requests to the gateway */
  connections: number
  /** Certificates of CAs (PEM) that may have signed the gateway's certificate, in addition to the well-known ones */
  ca?: string
  /** Called after each step of the preflight checks, with a sentence for people */
  onStep?(done: string): void
}

/** Push gateway that is ready to be tested. */
export interface GatewayConnection {
  readonly kind: 'push-gateway'
  environment: GatewayTestEnvironment
  /** Closes the connections to the gateway. */
  close(): Promise<void>
}

/**
 * Performs the preflight checks on a push gateway.
 *
 * @param options the target, and the devices to test it with
 * @throws {TargetError} when the gateway cannot be tested; its advice says what to change
 */
export async function connectGateway(options: ConnectGatewayOptions): Promise<GatewayConnection> {
  const { name, devices, timeoutMs, ca, onStep = () => {} } = options
  const baseUrl = options.url.replace(/\/+$/, '')
  const redactor = new Redactor()
  for (const { secret, label } of secretsOf(devices)) redactor.add(secret, label)
  const transport = new Transport(options.connections, ca)
  // Any response will do, also that there is no such endpoint
  const ping = (limitMs: number) => transport.send('GET', baseUrl + NOTIFY_PATH, {}, undefined, limitMs)
  watchOwnLateness()
  const environment: GatewayTestEnvironment = {
    kind: 'push-gateway',
    specVersion: options.specVersion === 'auto' ? NEWEST : options.specVersion,
    targetInfo: {
      kind: 'push-gateway',
      name,
      url: baseUrl,
      devices: { reachable: devices.reachable.length, unregistered: devices.unregistered.length },
    },
    access: {
      baseUrl,
      transport,
      traffic: new Traffic(),
      redactor,
      health: new TargetHealth({ ping, graceMs: timeoutMs }),
      timeoutMs,
    },
    devices,
    provider: options.provider && {
      provider: options.provider,
      kinds: options.provider.kinds,
      latencyMs: 0,
      created: 0,
    },
    runId: crypto.randomUUID().slice(0, 8),
  }
  try {
    const areSure = options.areDevicesSure ?? false
    await gatewayPreflight(environment, areSure, onStep, options)
    if (environment.provider !== undefined) await probeProvider(environment, environment.provider, areSure, onStep)
    return { kind: 'push-gateway', environment, close: () => transport.close() }
  } catch (error) {
    await transport.close()
    throw error
  }
}
