import { quote } from '../../../common/text.ts'
import type { TargetInfo } from '../../../run/index.ts'
import { newestOf, SPEC_VERSIONS, type SpecVersion } from '../../../spec/index.ts'
import { TargetError } from '../case/errors.ts'
import type { PushReceiver } from '../push-receiver/push-receiver.ts'
import type { TestEnvironment } from '../runner/environment.ts'
import type { TargetAccess } from '../target/client.ts'
import type { Credentials } from '../target/registration.ts'
import { askVersions } from './ask-versions.ts'
import { probeDelivery } from './probe-delivery.ts'
import type { Waiting } from './wait-for-target.ts'

/** Options for {@link preflight}. */
export interface PreflightOptions {
  /** Target as the user named it */
  name: string
  /** Version to test against; `auto` for the newest one that both the target and Plexor support */
  specVersion: SpecVersion | 'auto'
  access: Omit<TargetAccess, 'specVersion'>
  receiver: PushReceiver
  credentials: Credentials
  /** Time to wait for a target that is starting; default: none */
  waiting?: Waiting
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
  const { versions, software } = await askVersions(options.access, options.waiting)
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

function versionsInBrief(versions: readonly string[]): string {
  if (versions.length === 0) return 'no versions'
  const [first, last] = [versions[0], versions.at(-1)]
  return versions.length > 3
    ? `${versions.length} versions from ${first} to ${last}`
    : `versions ${versions.join(', ')}`
}
