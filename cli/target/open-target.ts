import { unknownName } from '../../common/did-you-mean.ts'
import { visible } from '../../common/text.ts'
import { UsageError } from '../../common/usage-error.ts'
import { createHomeserver, FAULTS, serve, UNSPECIFIED_FAULTS, VARIANTS } from '../../reference/index.ts'
import { NEWEST } from '../../spec/index.ts'
import {
  type Certificate,
  type Connection,
  connect,
  type GatewayConnection,
  type PushReceiverSettings,
} from '../../suites/index.ts'
import { announce } from '../interruption.ts'
import type { Settings } from '../options/settings.ts'
import { certificateFor } from './certificate-folder.ts'
import { openGatewayTarget } from './gateway-target.ts'
import { targetKindOf } from './target-kind.ts'

/** Prefix of the built-in reference. A name behind it is that of a fault or of a conforming variant. */
const REFERENCE = 'ref:'

/**
 * Opens the target that the settings name and performs the preflight checks. Starts the built-in reference if that is it.
 *
 * @param onStep called after each step of the preflight checks
 * @param signal ends the wait for a target that is starting
 * @throws {UsageError} when the name is not that of a target
 * @throws {TargetError} when the target cannot be tested
 */
export async function openTarget(
  settings: Settings,
  onStep?: (done: string) => void,
  signal?: AbortSignal,
): Promise<Connection | GatewayConnection> {
  const connection = await openByKind(settings, onStep, signal)
  const { environment } = connection
  if (settings.name !== undefined) environment.targetInfo.title = settings.name
  return connection
}

async function openByKind(
  settings: Settings,
  onStep?: (done: string) => void,
  signal?: AbortSignal,
): Promise<Connection | GatewayConnection> {
  const waiting = {
    waitMs: settings.wait * 1000,
    onWait: (sentence: string) => announce(visible(sentence)),
    ...(signal === undefined ? {} : { signal }),
  }
  if (targetKindOf(settings.target) === 'push-gateway') return await openGatewayTarget(settings, waiting, onStep)
  const certificate = await certificateFor(hostsOf(settings), settings.gatewayTls)
  const isReference = settings.target.startsWith(REFERENCE)
  const started = isReference ? await startReference(settings, certificate) : undefined
  try {
    const connection = await connect({
      name: settings.target,
      url: started?.url ?? homeserverUrl(settings.target),
      specVersion: settings.specVersion,
      credentials: {
        ...(settings.registrationToken === undefined ? {} : { registrationToken: settings.registrationToken }),
        ...(settings.sharedSecret === undefined ? {} : { sharedSecret: settings.sharedSecret }),
      },
      receiver: {
        host: settings.gatewayListen.host,
        ports: portsOf(settings),
        certificate,
        ...(settings.gatewayUrl === undefined ? {} : { publicUrl: settings.gatewayUrl }),
      },
      ...waiting,
      timeoutMs: settings.timeoutMs,
      connections: settings.jobs * 2,
      ...(settings.targetCa === undefined ? {} : { ca: settings.targetCa }),
      ...(onStep === undefined ? {} : { onStep }),
    })
    const close = async () => {
      await connection.close()
      await started?.close()
    }
    return { ...connection, close }
  } catch (error) {
    await started?.close()
    throw error
  }
}

/** Starts the reference, which delivers over HTTPS and verifies the gateway's certificate. */
async function startReference({ target, specVersion }: Settings, certificate: Certificate) {
  const named = namedReference(target.slice(REFERENCE.length))
  const homeserver = createHomeserver({
    specVersion: specVersion === 'auto' ? NEWEST : specVersion,
    delivery: { allowHttp: true, allowPrivateAddresses: true, ca: certificate.ca },
    ...named,
  })
  const served = await serve(homeserver)
  const close = async () => {
    await served.close()
    await homeserver.close()
  }
  return { url: served.url, close }
}

/** Returns the options of the reference for the name after the prefix. */
function namedReference(name: string): { fault?: string; variant?: string } {
  if (name === '') return {}
  const [faults, variants] = [[...FAULTS, ...UNSPECIFIED_FAULTS], VARIANTS].map((list) =>
    list.map((item) => item.name),
  ) as [string[], string[]]
  if (faults.includes(name)) return { fault: name }
  if (variants.includes(name)) return { variant: name }
  const hint = 'plexor list --faults and --variants list them'
  throw new UsageError(unknownName('fault or variant', name, [...faults, ...variants], hint))
}

function homeserverUrl(target: string): string {
  const url = URL.parse(target)
  if (url !== null && (url.username !== '' || url.password !== '')) {
    throw new UsageError(
      'Cannot use the target URL: it contains credentials; remove them, since Plexor registers its own accounts',
    )
  }
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new UsageError(
      `Cannot use the target: expected a URL such as https://matrix.example.org, or ${REFERENCE}, found "${target}"`,
    )
  }
  if (url.search !== '' || url.hash !== '') {
    throw new UsageError(
      `Cannot use the target "${target}": expected a base URL, found a query or a fragment; remove it`,
    )
  }
  return url.href
}

/** Returns the hosts by which the target may reach the gateway. */
function hostsOf({ gatewayListen, gatewayUrl }: Settings): string[] {
  const named = gatewayUrl === undefined ? gatewayListen.host : new URL(gatewayUrl).hostname
  return [...new Set([named.replace(/^\[|\]$/g, ''), '127.0.0.1', '::1', 'localhost'])]
}

/** Returns the port for each scheme. A fixed port is that of the first scheme, and the second one gets the next port. */
function portsOf({ gatewayListen, gatewaySchemes }: Settings): PushReceiverSettings['ports'] {
  return Object.fromEntries(
    gatewaySchemes.map((scheme, index) => [scheme, gatewayListen.port === 0 ? 0 : gatewayListen.port + index]),
  )
}
