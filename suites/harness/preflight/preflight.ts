import type { TargetInfo } from '../../../run/index.ts'
import { newestOf, SPEC_VERSIONS, type SpecVersion } from '../../../spec/index.ts'
import { TargetError } from '../case/errors.ts'
import { quote } from '../evidence/quote.ts'
import type { Gateway } from '../gateway/gateway.ts'
import type { TestEnvironment } from '../run/environment.ts'
import type { TargetAccess } from '../target/client.ts'
import type { Credentials } from '../target/registration.ts'
import { TransportError } from '../target/transport.ts'
import { probeDelivery } from './probe-delivery.ts'

export interface PreflightOptions {
  /** The target as the user named it */
  name: string
  /** `auto` takes the newest version that the target lists and Plexor knows */
  specVersion: SpecVersion | 'auto'
  access: Omit<TargetAccess, 'specVersion'>
  gateway: Gateway
  credentials: Credentials
  /** Told about each step as it is done, for people who watch */
  onStep?(done: string): void
}

/**
 * Finds out whether the target can be tested: that it is a homeserver, lets Plexor register, and can reach Plexor's
 * gateway, by which scheme, how fast, and whether in order. What does not work is told apart from a server that is
 * wrong.
 *
 * @throws {TargetError} saying what keeps the target from being tested, and what to change
 */
export async function preflight(options: PreflightOptions): Promise<TestEnvironment> {
  const step = options.onStep ?? (() => {})
  const { versions, software } = await askVersions(options.access)
  step(`The target answers: ${software ?? 'a homeserver'}, ${versionsInBrief(versions)}`)
  const specVersion = options.specVersion === 'auto' ? newestOf(versions) : options.specVersion
  if (specVersion === undefined) {
    throw new TargetError('unknown-version', `The target lists no version that Plexor knows: ${quote(versions)}`, [
      `Name the version to judge by with --profile, one of ${SPEC_VERSIONS.join(', ')}`,
    ])
  }
  step(`It is judged by ${specVersion}`)
  const targetInfo: TargetInfo = {
    kind: 'homeserver',
    name: options.name,
    url: options.access.baseUrl,
    ...(software === undefined ? {} : { software }),
    versions,
    gateway: { url: '', scheme: 'https' },
    latencyMs: 0,
    ordered: true,
    independent: true,
  }
  const environment: TestEnvironment = {
    specVersion,
    targetInfo,
    access: { ...options.access, specVersion },
    gateway: options.gateway,
    credentials: options.credentials,
    settling: { afterFenceMs: 0, withoutFenceMs: 0 },
    runId: crypto.randomUUID().slice(0, 8),
  }
  await probeDelivery(environment, step)
  return environment
}

async function askVersions(
  access: PreflightOptions['access'],
): Promise<{ versions: string[]; software: string | undefined }> {
  const path = '/_matrix/client/versions'
  let response: Awaited<ReturnType<typeof access.transport.send>>
  try {
    response = await access.transport.send('GET', access.baseUrl + path, {}, undefined, access.timeoutMs)
  } catch (error) {
    if (!(error instanceof TransportError)) throw error
    throw new TargetError('unreachable', `Cannot reach the target at ${access.baseUrl}: ${error.message}`, [
      'Check that the server runs, and that the URL has its scheme, host and port',
    ])
  }
  const versions = versionsIn(response.text)
  if (response.status !== 200 || versions === undefined) {
    const found = `GET ${path} answered ${response.status} with ${quote(response.text.slice(0, 80))}, not with a list of versions`
    throw new TargetError('no-homeserver', `There is no Matrix homeserver at ${access.baseUrl}: ${found}`, [
      'Give the base URL of the client-server API, such as https://matrix.example.org',
    ])
  }
  const header = response.headers.server
  return { versions, software: typeof header === 'string' ? header.slice(0, 100) : undefined }
}

function versionsInBrief(versions: readonly string[]): string {
  const [first, last] = [versions[0], versions.at(-1)]
  return versions.length > 3
    ? `${versions.length} versions from ${first} to ${last}`
    : `versions ${versions.join(', ')}`
}

function versionsIn(text: string): string[] | undefined {
  try {
    const { versions } = JSON.parse(text) as { versions?: unknown }
    if (!Array.isArray(versions) || !versions.every((version) => typeof version === 'string')) return undefined
    return versions.slice(0, 100).map((version) => version.slice(0, 20))
  } catch {
    return undefined
  }
}
