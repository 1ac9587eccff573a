import 'reflect-metadata'
import { webcrypto } from 'node:crypto'
import {
  BasicConstraintsExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509'

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const validity = { notBefore: new Date(Date.now() - 86_400_000), notAfter: new Date(Date.now() + 86_400_000) }

/** Creates a CA and a server certificate for 127.0.0.1, all in PEM. */
export async function makeCertificates(): Promise<{ ca: string; key: string; cert: string }> {
  const crypto = webcrypto as Crypto
  const generateKeys = () => crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const [caKeys, keys] = await Promise.all([generateKeys(), generateKeys()])
  const common = { ...validity, signingAlgorithm: algorithm }
  const ca = await X509CertificateGenerator.createSelfSigned(
    { ...common, name: 'CN=Test CA', keys: caKeys, extensions: [new BasicConstraintsExtension(true, 0, true)] },
    crypto,
  )
  const leaf = await X509CertificateGenerator.create(
    {
      ...common,
      subject: 'CN=Test gateway',
      issuer: ca.subject,
      publicKey: keys.publicKey,
      signingKey: caKeys.privateKey,
      extensions: [new SubjectAlternativeNameExtension([{ type: 'ip', value: '127.0.0.1' }])],
    },
    crypto,
  )
  const key = PemConverter.encode(await crypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY')
  return { ca: ca.toString('pem'), key, cert: leaf.toString('pem') }
}
