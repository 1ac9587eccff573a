import type { SpecVersion } from '../../../spec/index.ts'
import { Redactor } from '../evidence/redactor.ts'
import { Traffic } from '../evidence/traffic.ts'
import type { Certificate } from '../gateway/certificate.ts'
import { Gateway, type Scheme } from '../gateway/gateway.ts'
import type { TestEnvironment } from '../run/environment.ts'
import type { Credentials } from '../target/registration.ts'
import { Transport } from '../target/transport.ts'
import { preflight } from './preflight.ts'

/** Where Plexor receives pushes. */
export interface GatewaySettings {
  /** Address to listen on, such as `127.0.0.1` */
  host: string
  /** Port for each scheme that the target may use; 0 takes a free one */
  ports: Partial<Record<Scheme, number>>
  certificate: Certificate
  /** Base URL by which the target reaches the gateway, when that differs from the address */
  publicUrl?: string
}

export interface ConnectOptions {
  /** The target as the user named it */
  name: string
  /** Base URL of the target's client-server API */
  url: string
  specVersion: SpecVersion | 'auto'
  credentials: Credentials
  gateway: GatewaySettings
  /** How long to wait for an answer, a push or a count, in milliseconds */
  timeoutMs: number
  /** The most requests to the target at once */
  connections: number
  /** Certificate authorities (PEM) that the target's certificate may be from, besides the well-known ones */
  ca?: string
  onStep?(done: string): void
}

/** A target that is ready to be tested. */
export interface Connection {
  environment: TestEnvironment
  /** Stops listening, and drops the connections to the target */
  close(): Promise<void>
}

/**
 * Starts Plexor's gateway and sees whether the target can be tested.
 *
 * @throws {TargetError} when it cannot, with what to change
 */
export async function connect(options: ConnectOptions): Promise<Connection> {
  const traffic = new Traffic()
  const transport = new Transport(options.connections, options.ca)
  const gateway = await Gateway.start({ ...options.gateway, traffic })
  const close = async () => {
    await Promise.all([gateway.close(), transport.close()])
  }
  try {
    const environment = await preflight({
      name: options.name,
      specVersion: options.specVersion,
      credentials: options.credentials,
      gateway,
      access: {
        baseUrl: options.url.replace(/\/+$/, ''),
        transport,
        traffic,
        redactor: new Redactor(),
        timeoutMs: options.timeoutMs,
      },
      ...(options.onStep === undefined ? {} : { onStep: options.onStep }),
    })
    return { environment, close }
  } catch (error) {
    await close()
    throw error
  }
}
