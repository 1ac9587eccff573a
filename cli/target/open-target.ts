import { didYouMean } from '../../common/did-you-mean.ts'
import { UsageError } from '../../common/usage-error.ts'
import { createHomeserver, FAULTS, serve, UNSPECIFIED_FAULTS, VARIANTS } from '../../reference/index.ts'
import { NEWEST } from '../../spec/index.ts'
import {
  type Certificate,
  type Connection,
  connect,
  type GatewayConnection,
  type GatewaySettings,
} from '../../suites/index.ts'
import { certificateFor } from './certificate-folder.ts'
import { openGatewayTarget } from './gateway-target.ts'
import type { Settings } from '../options/settings.ts'
import { targetKindOf } from './target-kind.ts'

/**
 * Prefix of the targets that Plexor brings along: `ref:` is the reference, `ref:FAULT` one that is wrong in a named way,
 * and `ref:VARIANT` one that is different and right.
 */
const REFERENCE = 'ref:'

/**
 * Makes the target that the settings name ready to be tested; the built-in reference is started for that.
 *
 * @param onStep told about each step of the preflight
 * @throws {UsageError} when the target is not one
 * @throws {TargetError} when it cannot be tested
 */
export async function openTarget(
  settings: Settings,
  onStep?: (done: string) => void,
): Promise<Connection | GatewayConnection> {
  if (targetKindOf(settings.target) === 'push-gateway') return await openGatewayTarget(settings, onStep)
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
      gateway: {
        host: settings.gatewayListen.host,
        ports: portsOf(settings),
        certificate,
        ...(settings.gatewayUrl === undefined ? {} : { publicUrl: settings.gatewayUrl }),
      },
      timeoutMs: settings.timeoutMs,
      connections: settings.jobs * 2,
      ...(settings.targetCa === undefined ? {} : { ca: settings.targetCa }),
      ...(onStep === undefined ? {} : { onStep }),
    })
    const close = async () => {
      await connection.close()
      await started?.close()
    }
    return { environment: connection.environment, close }
  } catch (error) {
    await started?.close()
    throw error
  }
}

/** The reference delivers over HTTPS and verifies the gateway's certificate; only loopback is opened to it. */
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

/** What the reference is to be, by the name that the target has after the prefix. */
function namedReference(name: string): { fault?: string; variant?: string } {
  if (name === '') return {}
  const [faults, variants] = [[...FAULTS, ...UNSPECIFIED_FAULTS], VARIANTS].map((list) =>
    list.map((item) => item.name),
  ) as [string[], string[]]
  if (faults.includes(name)) return { fault: name }
  if (variants.includes(name)) return { variant: name }
  const hint = didYouMean(name, [...faults, ...variants])
  throw new UsageError(
    `The reference has no fault or variant "${name}": plexor list --faults and --variants show them${hint}`,
  )
}

function homeserverUrl(target: string): string {
  const url = URL.parse(target)
  if (url !== null && (url.username !== '' || url.password !== '')) {
    throw new UsageError(
      'The target URL has credentials in it: give it without, for Plexor registers accounts of its own',
    )
  }
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new UsageError(
      `The target "${target}" is neither a URL nor the reference: give one such as https://matrix.example.org, or ${REFERENCE}`,
    )
  }
  if (url.search !== '' || url.hash !== '') {
    throw new UsageError(`The target "${target}" has a query or a fragment: give the base URL alone`)
  }
  return url.href
}

/** What the target may call the gateway by. */
function hostsOf({ gatewayListen, gatewayUrl }: Settings): string[] {
  const named = gatewayUrl === undefined ? gatewayListen.host : new URL(gatewayUrl).hostname
  return [...new Set([named.replace(/^\[|\]$/g, ''), '127.0.0.1', '::1', 'localhost'])]
}

/** A fixed port is the first scheme's; the second one gets the port after it. */
function portsOf({ gatewayListen, gatewaySchemes }: Settings): GatewaySettings['ports'] {
  return Object.fromEntries(
    gatewaySchemes.map((scheme, index) => [scheme, gatewayListen.port === 0 ? 0 : gatewayListen.port + index]),
  )
}
