import type { SpecVersion } from '../../../spec/index.ts'
import { Redactor } from '../evidence/redactor.ts'
import { Traffic } from '../evidence/traffic.ts'
import { PushReceiver, type PushReceiverSettings } from '../push-receiver/push-receiver.ts'
import type { TestEnvironment } from '../runner/environment.ts'
import { TargetHealth } from '../target/health.ts'
import { watchOwnLateness } from '../target/own-lateness.ts'
import type { Credentials } from '../target/registration.ts'
import { Transport } from '../target/transport.ts'
import { preflight } from './preflight.ts'
import type { Waiting } from './wait-for-target.ts'

/** Options for {@link connect}. */
export interface ConnectOptions extends Waiting {
  /** Target as the user named it, for reports */
  name: string
  /** Base URL of the target's client-server API */
  url: string
  /** Version of the specification to test against; `auto` for the newest one that the target supports */
  specVersion: SpecVersion | 'auto'
  /** Credentials to register accounts with; empty if the target has open registration */
  credentials: Credentials
  /** Settings of Plexor's push receiver */
  receiver: PushReceiverSettings
  /** Time to wait for a response, a push or an unread count, in milliseconds */
  timeoutMs: number
  /** Maximum number of simultaneous requests to the target */
  connections: number
  /** Certificates of CAs (PEM) that may have signed the target's certificate, in addition to the well-known ones */
  ca?: string
  /** Called after each step of the preflight checks, with a sentence for people */
  onStep?(done: string): void
}

/** Homeserver that is ready to be tested. */
export interface Connection {
  readonly kind: 'homeserver'
  environment: TestEnvironment
  /** Stops the push receiver, and closes the connections to the target. */
  close(): Promise<void>
}

/**
 * Starts Plexor's push receiver, and performs the preflight checks on a homeserver.
 *
 * @param options the target, and how to reach it
 * @throws {TargetError} when the target cannot be tested; its advice says what to change
 */
export async function connect(options: ConnectOptions): Promise<Connection> {
  const traffic = new Traffic()
  const transport = new Transport(options.connections, options.ca)
  const receiver = await PushReceiver.start({ ...options.receiver, traffic })
  const close = async () => {
    await Promise.all([receiver.close(), transport.close()])
  }
  const baseUrl = options.url.replace(/\/+$/, '')
  const { timeoutMs } = options
  const ping = (limitMs: number) => transport.send('GET', `${baseUrl}/_matrix/client/versions`, {}, undefined, limitMs)
  watchOwnLateness()
  try {
    const environment = await preflight({
      name: options.name,
      specVersion: options.specVersion,
      credentials: options.credentials,
      receiver,
      waiting: options,
      access: {
        baseUrl,
        transport,
        traffic,
        redactor: new Redactor(),
        health: new TargetHealth({ ping, graceMs: timeoutMs }),
        timeoutMs,
      },
      ...(options.onStep === undefined ? {} : { onStep: options.onStep }),
    })
    return { kind: 'homeserver', environment, close }
  } catch (error) {
    await close()
    throw error
  }
}
