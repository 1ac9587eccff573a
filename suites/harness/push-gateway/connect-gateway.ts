import { NEWEST, type SpecVersion } from '../../../spec/index.ts'
import { Redactor } from '../evidence/redactor.ts'
import { Traffic } from '../evidence/traffic.ts'
import { Transport } from '../target/transport.ts'
import { type ConfiguredDevices, secretsOf } from './configured-devices.ts'
import type { GatewayTestEnvironment } from './gateway-environment.ts'
import { gatewayPreflight } from './gateway-preflight.ts'

export interface ConnectGatewayOptions {
  /** The target as the user named it */
  name: string
  /** Base URL of the gateway: what stands before `/_matrix/push/v1/notify` */
  url: string
  /** Gateways list no versions: `auto` is the newest that Plexor knows */
  specVersion: SpecVersion | 'auto'
  devices: ConfiguredDevices
  /** Whether it is certain that the gateway can reach the devices; default: false, for people make mistakes */
  areDevicesSure?: boolean
  /** How long to wait for an answer, in milliseconds */
  timeoutMs: number
  /** The most requests to the gateway at once */
  connections: number
  /** Certificate authorities (PEM) that the gateway's certificate may be from, besides the well-known ones */
  ca?: string
  onStep?(done: string): void
}

/** A gateway that is ready to be tested. */
export interface GatewayConnection {
  environment: GatewayTestEnvironment
  /** Drops the connections to the gateway */
  close(): Promise<void>
}

/**
 * Sees whether a push gateway can be tested.
 *
 * @throws {TargetError} when it cannot, with what to change
 */
export async function connectGateway(options: ConnectGatewayOptions): Promise<GatewayConnection> {
  const { name, devices, timeoutMs, ca, onStep = () => {} } = options
  const baseUrl = options.url.replace(/\/+$/, '')
  const redactor = new Redactor()
  for (const device of [...devices.reachable, ...devices.unregistered])
    for (const secret of secretsOf(device)) redactor.add(secret)
  const transport = new Transport(options.connections, ca)
  const environment: GatewayTestEnvironment = {
    specVersion: options.specVersion === 'auto' ? NEWEST : options.specVersion,
    targetInfo: {
      kind: 'push-gateway',
      name,
      url: baseUrl,
      devices: { reachable: devices.reachable.length, unregistered: devices.unregistered.length },
    },
    access: { baseUrl, transport, traffic: new Traffic(), redactor, timeoutMs },
    devices,
    runId: crypto.randomUUID().slice(0, 8),
  }
  try {
    await gatewayPreflight(environment, options.areDevicesSure ?? false, onStep)
    return { environment, close: () => transport.close() }
  } catch (error) {
    await transport.close()
    throw error
  }
}
