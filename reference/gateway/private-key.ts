import { createPrivateKey, type KeyObject } from 'node:crypto'

/** The keys that services are signed to with, by algorithm: what they are, and whether a key is one. */
const KINDS = {
  ES256: {
    what: 'an elliptic-curve key (P-256)',
    fits: (key: KeyObject) => key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1',
  },
  RS256: { what: 'an RSA key', fits: (key: KeyObject) => key.asymmetricKeyType === 'rsa' },
} as const

/**
 * Finds out at the start what would otherwise fail with each push.
 *
 * @param origin whom the key is from, for the error
 * @throws {TypeError} when it is no private key in PKCS #8, or none that the algorithm takes
 */
export function assertPrivateKey(pem: string, origin: string, algorithm: keyof typeof KINDS): void {
  const key = read(pem)
  // Other forms of PEM can be read here, and cannot be signed with later
  if (key === undefined || !pem.includes('-----BEGIN PRIVATE KEY-----')) {
    throw new TypeError(`The key ${origin} is no private key in PEM form (PKCS #8, "BEGIN PRIVATE KEY")`)
  }
  const { what, fits } = KINDS[algorithm]
  if (!fits(key)) throw new TypeError(`The key ${origin} is a private key of another kind; it must be ${what}`)
}

function read(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem)
  } catch {
    return undefined
  }
}
