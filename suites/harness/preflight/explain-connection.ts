import { quote, shorten } from '../../../common/text.ts'
import { type PeerCertificate, readPeerCertificate } from '../target/peer-tls.ts'
import { type RawResponse, type Transport, TransportError } from '../target/transport.ts'

/** Maximum time for a request or a handshake that looks for a reason, in milliseconds. */
const LOOK_MS = 3_000

/** Maximum length of what a certificate says about itself, in UTF-16 code units. */
const MAX_NAME = 100

/** Maximum length of a URL in advice, in UTF-16 code units. */
const MAX_URL = 200

const CHECK_URL = 'Check that the server is running, and that the URL has its scheme, host and port'

const CHECK_PORT = 'Something responds there, but not as a Matrix server does: check the host and the port of the URL'

/** Target that is not as expected, with what is needed to find out why. */
export interface Contact {
  /** Prefix of the target on the command line: empty, or `gateway:` */
  prefix: '' | 'gateway:'
  baseUrl: string
  transport: Transport
  timeoutMs: number
}

/** Reason why a target cannot be reached, and what to change. */
export interface Explanation {
  /** Clause for the end of a sentence */
  reason: string
  advice: string[]
}

/**
 * Explains why a request to the target got no response. Looks at the certificate of the target, and whether it speaks the
 * other of http and https.
 *
 * @param more advice in addition to that about the URL, if neither is the reason
 */
export async function explainNoResponse(
  contact: Contact,
  { message, kind }: TransportError,
  more: readonly string[] = [],
): Promise<Explanation> {
  if (kind === 'no-permission') {
    const { hostname } = new URL(contact.baseUrl)
    return {
      reason: message,
      advice: [`Add the host to the permissions of Deno, as in --allow-net=${hostname},127.0.0.1`],
    }
  }
  if (kind === 'certificate') return await explainCertificate(contact, message)
  const other = await otherScheme(contact, kind === 'no-tls' ? 'http' : 'https', message)
  return other ?? { reason: message, advice: [kind === 'unusable' ? CHECK_PORT : CHECK_URL, ...more] }
}

/** Explains a response that is not from what was expected, if the target wants TLS and the URL has the scheme http. */
export async function plainToTls(contact: Contact, { status }: Pick<RawResponse, 'status'>) {
  return status === 400 ? await otherScheme(contact, 'https', `it returns status ${status} to plain HTTP`) : undefined
}

/** Returns the advice to use the other scheme, if the target responds to it. */
async function otherScheme(contact: Contact, other: 'http' | 'https', found: string): Promise<Explanation | undefined> {
  const { prefix, baseUrl, timeoutMs } = contact
  if (baseUrl.startsWith(`${other}:`)) return undefined
  const limitMs = Math.min(LOOK_MS, timeoutMs)
  // The port stays the same, also if it is the default one of a scheme
  const url = new URL(baseUrl)
  const port = url.port || (other === 'https' ? '80' : '443')
  const swapped = `${other}://${url.hostname}:${port}${url.pathname.replace(/\/+$/, '')}`
  const responds =
    other === 'https'
      ? (await readPeerCertificate(swapped, limitMs)) !== undefined
      : await respondsTo(contact, swapped, limitMs)
  if (!responds) return undefined
  const speaks =
    other === 'https'
      ? 'it speaks TLS on this port, and the URL says http'
      : 'it speaks plain HTTP on this port, and the URL says https'
  return { reason: `${found}: ${speaks}`, advice: [`Use ${prefix}${swapped} as the target`] }
}

async function respondsTo({ transport }: Contact, url: string, limitMs: number): Promise<boolean> {
  try {
    await transport.send('GET', url, {}, undefined, limitMs)
    return true
  } catch (error) {
    if (error instanceof TransportError) return false
    throw error
  }
}

async function explainCertificate({ baseUrl, transport, timeoutMs }: Contact, message: string): Promise<Explanation> {
  const certificate = await readPeerCertificate(baseUrl, Math.min(LOOK_MS, timeoutMs))
  if (certificate === undefined) return { reason: message, advice: [TRUST] }
  const findings = findingsAbout(certificate, new URL(baseUrl).hostname, transport.trustsCa)
  return {
    reason: `its certificate ${findings.map(({ finding }) => finding).join(', and ')}`,
    advice: [...new Set(findings.flatMap(({ advice }) => advice))],
  }
}

const TRUST = 'If its CA is your own, name the certificate of the CA, as PEM, with --target-ca FILE'

interface Finding {
  finding: string
  advice: string[]
}

/** Returns everything that is wrong with a certificate that cannot be verified; never an empty list. */
function findingsAbout(certificate: PeerCertificate, host: string, hasCa: boolean): Finding[] {
  const { hosts, isForHost, isSelfSigned } = certificate
  const findings: Finding[] = []
  const dates = datesOf(certificate)
  if (dates !== undefined) {
    findings.push({
      finding: dates,
      advice: ['Renew the certificate, or correct the clock of this machine; --target-ca cannot help with that'],
    })
  }
  if (!isForHost) {
    findings.push({
      finding: `is for ${hosts === '' ? 'no host' : shorten(hosts, MAX_NAME)} and not for ${host}`,
      advice: [
        'Use a URL with a host that the certificate is for, or give the target another certificate; --target-ca cannot help with that',
      ],
    })
  }
  if (isSelfSigned) findings.push(hasCa ? OTHER_SELF_SIGNED : SELF_SIGNED)
  else if (findings.length === 0) findings.push(unknownCa(certificate, hasCa))
  return findings
}

function datesOf({ validFrom, validTo }: PeerCertificate): string | undefined {
  const now = Date.now()
  if (validTo.getTime() < now) return `expired on ${dayOf(validTo)}`
  if (validFrom.getTime() > now) return `is not valid before ${dayOf(validFrom)}`
  return undefined
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10)
}

const SELF_SIGNED: Finding = {
  finding: 'is self-signed',
  advice: ['To trust it, name the certificate itself, as PEM, with --target-ca FILE'],
}

const OTHER_SELF_SIGNED: Finding = {
  finding: 'is self-signed and not in the file of --target-ca',
  advice: ['Name the certificate itself, as PEM, with --target-ca FILE'],
}

function unknownCa({ issuer }: PeerCertificate, hasCa: boolean): Finding {
  const named = issuer === undefined ? 'a CA' : `the CA ${quote(issuer, MAX_NAME)}`
  return {
    finding: `is signed by ${named}, which ${hasCa ? 'is neither well known nor in the file of --target-ca' : 'Plexor does not know'}`,
    advice: [TRUST, 'If it is a well-known CA, let the target send the intermediate certificates as well'],
  }
}

/** Statuses that tell a client to go to another URL. */
const REDIRECTS = new Set([301, 302, 303, 307, 308])

/**
 * Explains a redirect, which Plexor does not follow.
 *
 * @param path the path after the base URL that was requested
 * @returns undefined if the response is not a redirect
 */
export function explainRedirect(
  { prefix, baseUrl }: Pick<Contact, 'prefix' | 'baseUrl'>,
  path: string,
  { status, headers }: Pick<RawResponse, 'status' | 'headers'>,
): Explanation | undefined {
  if (!REDIRECTS.has(status)) return undefined
  const location = Array.isArray(headers.location) ? headers.location[0] : headers.location
  if (location === undefined) {
    return {
      reason: `status ${status} without a Location`,
      advice: ['Use the URL of the server that the redirect should lead to'],
    }
  }
  const led = URL.parse(location, baseUrl + path)
  if (led === null || !/^https?:$/.test(led.protocol)) {
    return {
      reason: `status ${status} with a Location that is not an http or https URL`,
      advice: ['Use the URL of the server itself'],
    }
  }
  // The rest can hold credentials
  const shown = `${led.origin}${led.pathname}`
  const reason = `status ${status} with the Location ${quote(shown)}`
  if (shown === baseUrl + path) {
    return {
      reason,
      advice: ['It redirects to itself, and Plexor does not follow redirects: correct that on the server or the proxy'],
    }
  }
  const base = led.pathname.endsWith(path) ? shown.slice(0, -path.length) : undefined
  if (base === undefined || base.length > MAX_URL) {
    return {
      reason,
      advice: [
        `Plexor does not follow redirects, and that is not the URL of ${path}: use the URL of the server itself`,
      ],
    }
  }
  return {
    reason,
    advice: [`Use ${prefix}${base} as the target, if that is the server to test: Plexor does not follow redirects`],
  }
}
