import { isIP } from 'node:net'
import type { JsonGeneralName, X509Certificate } from '@peculiar/x509'

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const DAY_MS = 24 * 60 * 60 * 1000

/** Certificate of an HTTPS server, with the CA that its clients have to trust. All fields are in PEM form. */
export interface Certificate {
  /** Certificate of the CA, to add to the trust store of the target */
  ca: string
  /** Certificate of the server, signed by the CA */
  cert: string
  /** Private key of the server */
  key: string
}

/**
 * Creates a CA and a certificate signed by it, both valid for a year.
 *
 * The certificate is not self-signed, because some TLS libraries refuse such a certificate even if it is trusted.
 *
 * @param hosts the DNS names and IP addresses of the server
 * @returns the certificates and the private key, in PEM form
 */
export async function makeCertificate(hosts: readonly string[]): Promise<Certificate> {
  const validity = { notBefore: new Date(Date.now() - DAY_MS), notAfter: new Date(Date.now() + 365 * DAY_MS) }
  const x509 = await loadX509()
  const caKeys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    ...validity,
    serialNumber: serialNumber(),
    name: 'CN=Plexor test gateway CA',
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
 * Explains why a certificate cannot be used for a push receiver at this host.
 *
 * @param cert the certificate in PEM form; only the first one of a chain is checked
 * @param host the host name or IP address by which the target reaches the push receiver
 * @returns the end of a sentence about the certificate; undefined if it can be used
 */
export async function certificateError(cert: string, host: string): Promise<string | undefined> {
  const x509 = await loadX509()
  let parsed: X509Certificate
  try {
    parsed = new x509.X509Certificate(cert)
  } catch {
    return 'it is not a certificate in PEM form'
  }
  if (parsed.notAfter.getTime() < Date.now()) return `it expired on ${parsed.notAfter.toISOString().slice(0, 10)}`
  const names = parsed.getExtension(x509.SubjectAlternativeNameExtension)?.names.toJSON() ?? []
  if (names.some(({ value }) => covers(value, host))) return undefined
  return `it is for ${names.map(({ value }) => value).join(', ') || 'no host'}, and the target will call "${host}"`
}

/** Loads the library for certificates, whose many modules most commands do without. */
async function loadX509(): Promise<typeof import('@peculiar/x509')> {
  await import('reflect-metadata')
  return await import('@peculiar/x509')
}

/** Reports whether a name of a certificate covers a host. A star stands for the first label. */
function covers(name: string, host: string): boolean {
  if (!name.startsWith('*.')) return name.toLowerCase() === host.toLowerCase()
  return host.includes('.') && host.slice(host.indexOf('.')).toLowerCase() === name.slice(1).toLowerCase()
}

/** Returns a random positive number, so that no client sees the same serial number in two runs. */
function serialNumber(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8))
  return `01${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`
}

function alternativeName(host: string): JsonGeneralName {
  return { type: isIP(host) === 0 ? 'dns' : 'ip', value: host }
}
