import 'reflect-metadata'
import { isIP } from 'node:net'
import * as x509 from '@peculiar/x509'

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const DAY_MS = 24 * 60 * 60 * 1000

/** What an HTTPS listener needs, and the authority that clients have to trust to reach it. All PEM. */
export interface Certificate {
  /** The certificate authority, to be added to the target's trust store */
  ca: string
  cert: string
  key: string
}

/**
 * Makes a certificate authority and a certificate signed by it.
 *
 * The leaf is not its own authority because some TLS libraries refuse such a certificate even when it is trusted.
 *
 * @param hosts the DNS names and IP addresses that the listener is reached by
 */
export async function makeCertificate(hosts: readonly string[]): Promise<Certificate> {
  const validity = { notBefore: new Date(Date.now() - DAY_MS), notAfter: new Date(Date.now() + 365 * DAY_MS) }
  const caKeys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    ...validity,
    serialNumber: serialNumber(),
    name: 'CN=Plexor test gateway authority',
    signingAlgorithm: ALGORITHM,
    keys: caKeys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
    ],
  })
  const leafKeys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])
  const leaf = await x509.X509CertificateGenerator.create({
    ...validity,
    serialNumber: serialNumber(),
    subject: 'CN=Plexor test gateway',
    issuer: ca.subject,
    signingAlgorithm: ALGORITHM,
    publicKey: leafKeys.publicKey,
    signingKey: caKeys.privateKey,
    extensions: [
      new x509.SubjectAlternativeNameExtension(hosts.map(alternativeName)),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
    ],
  })
  const key = await crypto.subtle.exportKey('pkcs8', leafKeys.privateKey)
  return { ca: ca.toString('pem'), cert: leaf.toString('pem'), key: x509.PemConverter.encode(key, 'PRIVATE KEY') }
}

/**
 * Why a certificate is no good for a gateway at this host, or `undefined` when it is.
 *
 * @param cert PEM; of a chain, the first one counts
 */
export function certificateError(cert: string, host: string): string | undefined {
  let parsed: x509.X509Certificate
  try {
    parsed = new x509.X509Certificate(cert)
  } catch {
    return 'it is no certificate in PEM form'
  }
  if (parsed.notAfter.getTime() < Date.now()) return `it ended on ${parsed.notAfter.toISOString().slice(0, 10)}`
  const names = parsed.getExtension(x509.SubjectAlternativeNameExtension)?.names.toJSON() ?? []
  if (names.some(({ value }) => covers(value, host))) return undefined
  return `it is for ${names.map(({ value }) => value).join(', ') || 'no host'}, and the target is to call "${host}"`
}

/** A name covers itself, and with a star for its first label any host that has one label in its place. */
function covers(name: string, host: string): boolean {
  if (!name.startsWith('*.')) return name.toLowerCase() === host.toLowerCase()
  return host.includes('.') && host.slice(host.indexOf('.')).toLowerCase() === name.slice(1).toLowerCase()
}

/** Positive and unlike any other, so that a client that has seen an earlier run does not see the same serial twice. */
function serialNumber(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8))
  return `01${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`
}

function alternativeName(host: string): x509.JsonGeneralName {
  return { type: isIP(host) === 0 ? 'dns' : 'ip', value: host }
}
