import 'reflect-metadata'
import { createServer } from 'node:https'
import { type AddressInfo, isIP } from 'node:net'
import * as x509 from '@peculiar/x509'

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const DAY_MS = 24 * 60 * 60 * 1000

/** Certificate of a server, with its private key and the certificate that a client has to trust, in PEM form. */
export interface TlsCertificate {
  cert: string
  key: string
  ca: string
}

/** Options for {@link makeTlsCertificate}. */
interface CertificateOptions {
  /** Host that it is for; default: 127.0.0.1 */
  host?: string
  /** Days from today at which it begins and ceases to be valid; default: from yesterday to tomorrow */
  days?: [from: number, to: number]
  isSelfSigned?: boolean
}

/** Makes a certificate, with anything wrong with it that a test needs. */
export async function makeTlsCertificate({
  host = '127.0.0.1',
  days: [from, to] = [-1, 1],
  isSelfSigned = false,
}: CertificateOptions = {}): Promise<TlsCertificate> {
  const [caKeys, keys] = await Promise.all([generateKeys(), generateKeys()])
  const validFor = (first: number, last: number) => ({
    notBefore: new Date(Date.now() + first * DAY_MS),
    notAfter: new Date(Date.now() + last * DAY_MS),
  })
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    ...validFor(-100, 100),
    name: 'CN=Test CA',
    signingAlgorithm: ALGORITHM,
    keys: caKeys,
    extensions: [new x509.BasicConstraintsExtension(true, 0, true)],
  })
  const leaf = {
    ...validFor(from, to),
    signingAlgorithm: ALGORITHM,
    extensions: [new x509.SubjectAlternativeNameExtension([{ type: isIP(host) === 0 ? 'dns' : 'ip', value: host }])],
  }
  const signed = isSelfSigned
    ? await x509.X509CertificateGenerator.createSelfSigned({ ...leaf, name: 'CN=Test server', keys })
    : await x509.X509CertificateGenerator.create({
        ...leaf,
        subject: 'CN=Test server',
        issuer: ca.subject,
        publicKey: keys.publicKey,
        signingKey: caKeys.privateKey,
      })
  const cert = signed.toString('pem')
  const key = x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY')
  return { cert, key, ca: isSelfSigned ? cert : ca.toString('pem') }
}

async function generateKeys(): Promise<CryptoKeyPair> {
  return await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])
}

/** Server over TLS, which responds with nothing that anybody expects. */
export interface TlsServer {
  port: number
  close(): void
}

/** Starts a server over TLS on a free port of 127.0.0.1. */
export async function startTlsServer({ cert, key }: TlsCertificate): Promise<TlsServer> {
  const server = createServer({ cert, key }, (_request, response) => response.end('hello'))
  const { promise: listening, resolve } = Promise.withResolvers<void>()
  server.listen(0, '127.0.0.1', resolve)
  await listening
  const close = () => {
    server.close()
    server.closeAllConnections()
  }
  return { port: (server.address() as AddressInfo).port, close }
}

/** Certificates that cannot be verified, with what a message says about each, and how its advice begins. */
export const WRONG_CERTIFICATES: {
  what: string
  options: CertificateOptions
  /** True to trust its CA */
  trusts?: boolean
  reason: RegExp
  advice: RegExp[]
}[] = [
  {
    what: 'is self-signed',
    options: { isSelfSigned: true },
    reason: /: its certificate is self-signed$/,
    advice: [/^To trust it, name the certificate itself, as PEM, with --target-ca FILE$/],
  },
  {
    what: 'is signed by a CA that nobody knows',
    options: {},
    reason: /: its certificate is signed by the CA "Test CA", which Plexor does not know$/,
    advice: [/certificate of the CA, as PEM, with --target-ca FILE$/, /intermediate certificates/],
  },
  {
    what: 'has expired',
    options: { days: [-20, -10] },
    trusts: true,
    reason: /: its certificate expired on \d{4}-\d\d-\d\d$/,
    advice: [/^Renew the certificate, .*; --target-ca cannot help/],
  },
  {
    what: 'is not valid yet',
    options: { days: [10, 20] },
    trusts: true,
    reason: /: its certificate is not valid before \d{4}-\d\d-\d\d$/,
    advice: [/correct the clock of this machine; --target-ca cannot help/],
  },
  {
    what: 'is for another host',
    options: { host: 'other.example' },
    trusts: true,
    reason: /: its certificate is for other\.example and not for 127\.0\.0\.1$/,
    advice: [/^Use a URL with a host that the certificate is for, .*; --target-ca cannot help/],
  },
  {
    what: 'is self-signed, and has expired',
    options: { isSelfSigned: true, days: [-20, -10] },
    reason: /: its certificate expired on \S+, and is self-signed$/,
    advice: [/^Renew the certificate/, /--target-ca FILE$/],
  },
]
