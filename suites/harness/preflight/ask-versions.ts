import { quote } from '../../../common/text.ts'
import { TargetError } from '../case/errors.ts'
import type { TargetAccess } from '../target/client.ts'
import { isSilence } from '../target/connection-failure.ts'
import { type RawResponse, TransportError } from '../target/transport.ts'
import { type Contact, explainNoResponse, explainRedirect, plainToTls } from './explain-connection.ts'
import { afterWaiting, askUntilReady, isNotReady, type Waiting } from './wait-for-target.ts'

const PATH = '/_matrix/client/versions'

/** Maximum length of a body in a message, in UTF-16 code units. */
const MAX_BODY = 80

/**
 * Asks the target for the versions that it supports.
 *
 * @returns the versions, and the software that the target names in the header `Server`
 * @throws {TargetError} when it gives no list of versions; its advice says what to change
 */
export async function askVersions(
  { baseUrl, transport, timeoutMs }: Pick<TargetAccess, 'baseUrl' | 'transport' | 'timeoutMs'>,
  waiting: Waiting = {},
): Promise<{ versions: string[]; software: string | undefined }> {
  const contact: Contact = { prefix: '', baseUrl, transport, timeoutMs }
  const ask = (limitMs: number) => transport.send('GET', baseUrl + PATH, {}, undefined, limitMs)
  const outcome = await askUntilReady(baseUrl, ask, timeoutMs, waiting)
  if (outcome instanceof TransportError) {
    const { reason, advice } = await explainNoResponse(contact, outcome)
    const waited = isSilence(outcome.kind) ? afterWaiting(waiting) : ''
    throw new TargetError('unreachable', `Cannot reach the target at ${baseUrl}: ${reason}${waited}`, advice)
  }
  const versions = outcome.status === 200 ? versionsIn(outcome.text) : undefined
  if (versions === undefined) throw await versionsError(contact, outcome, waiting)
  const header = outcome.headers.server
  return { versions, software: typeof header === 'string' ? header.slice(0, 100) : undefined }
}

/** Creates the error for a response without a list of versions. */
async function versionsError(contact: Contact, response: RawResponse, waiting: Waiting): Promise<TargetError> {
  const { baseUrl } = contact
  const { status } = response
  const redirect = explainRedirect(contact, PATH, response)
  if (redirect !== undefined) {
    const message = `The target at ${baseUrl} redirects to another URL: GET ${PATH} returned ${redirect.reason}`
    return new TargetError('no-homeserver', message, redirect.advice)
  }
  const found = `GET ${PATH} returned status ${status} with ${quote(response.text.slice(0, MAX_BODY))}`
  if (isNotReady(status)) {
    return new TargetError('unreachable', `Cannot reach the target at ${baseUrl}: ${found}${afterWaiting(waiting)}`, [
      'Something responds there, but the homeserver is not ready: check that it is running, or wait for it with --wait SECONDS',
    ])
  }
  if (status >= 500) {
    return new TargetError('no-homeserver', `The target at ${baseUrl} fails to list its versions: ${found}`, [
      'Look into the log of the target, and of the proxy before it if there is one',
    ])
  }
  if (status === 401 || status === 403 || status === 407) {
    return new TargetError(
      'no-homeserver',
      `The target at ${baseUrl} does not list its versions to everyone: ${found}`,
      ['That request needs no access token: check whether a proxy or a firewall before the homeserver refuses it'],
    )
  }
  if (status === 429) {
    return new TargetError('no-homeserver', `The target at ${baseUrl} limits the rate of requests: ${found}`, [
      'Raise the rate limits of the target, or of the proxy before it, while it is tested',
    ])
  }
  const scheme = await plainToTls(contact, response)
  if (scheme !== undefined) {
    return new TargetError('unreachable', `Cannot reach the target at ${baseUrl}: ${scheme.reason}`, scheme.advice)
  }
  const message = `There is no Matrix homeserver at ${baseUrl}: ${found} instead of a list of versions`
  return new TargetError('no-homeserver', message, [
    'Use the base URL of the client-server API, such as https://matrix.example.org',
  ])
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
