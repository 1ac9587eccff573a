import { quote } from '../../../common/text.ts'
import type { TargetInfo } from '../../../run/index.ts'
import { newestOf, SPEC_VERSIONS, type SpecVersion } from '../../../spec/index.ts'
import { TargetError } from '../case/errors.ts'
import type { PushReceiver } from '../push-receiver/push-receiver.ts'
import type { TestEnvironment } from '../runner/environment.ts'
import type { TargetAccess } from '../target/client.ts'
import type { Credentials } from '../target/registration.ts'
import { TransportError } from '../target/transport.ts'
import { probeDelivery } from './probe-delivery.ts'

/** Options for {@link preflight}. */
export interface PreflightOptions {
  /** Target as the user named it */
  name: string
  /** Version to test against; `auto` for the newest one that both the target and Plexor support */
  specVersion: SpecVersion | 'auto'
  access: Omit<TargetAccess, 'specVersion'>
  receiver: PushReceiver
  credentials: Credentials
  /** Called after each step, with a sentence for people */
  onStep?(done: string): void
}

/**
 * Checks that the target can be tested: it is a homeserver, lets Plexor register, and can reach the push receiver.
 * Measures the scheme, the latency and the order of its pushes.
 *
 * @throws {TargetError} when the target cannot be tested; its advice says what to change
 */
export async function preflight(options: PreflightOptions): Promise<TestEnvironment> {
  const step = options.onStep ?? (() => {})
  const { versions, software } = await askVersions(options.access)
  step(`The target responds: ${software ?? 'a homeserver'}, ${versionsInBrief(versions)}`)
  const specVersion = options.specVersion === 'auto' ? newestOf(versions) : options.specVersion
  if (specVersion === undefined) {
    throw new TargetError('unknown-version', `The target lists no version that Plexor knows: ${quote(versions)}`, [
      `Set the version to test against with --spec-version, one of ${SPEC_VERSIONS.join(', ')}`,
    ])
  }
  step(`It is tested against ${specVersion}`)
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
    kind: 'homeserver',
    specVersion,
    targetInfo,
    access: { ...options.access, specVersion },
    receiver: options.receiver,
    credentials: options.credentials,
    settling: { afterFenceMs: 0, withoutFenceMs: 0 },
    pushTimeoutMs: options.access.timeoutMs,
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
      'Check that the server is running, and that the URL has its scheme, host and port',
    ])
  }
  const versions = versionsIn(response.text)
  if (response.status !== 200 || versions === undefined) {
    const found = `GET ${path} returned status ${response.status} with ${quote(response.text.slice(0, 80))} instead of a list of versions`
    throw new TargetError('no-homeserver', `There is no Matrix homeserver at ${access.baseUrl}: ${found}`, [
      'Use the base URL of the client-server API, such as https://matrix.example.org',
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
