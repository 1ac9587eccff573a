import { createPrivateKey, type KeyObject } from 'node:crypto'

/** Kinds of keys that sign requests to services, by algorithm. */
const DEVICE_KINDS = {
  ES256: {
    name: 'an elliptic-curve key (P-256)',
    fits: (key: KeyObject) => key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1',
  },
  RS256: { name: 'an RSA key', fits: (key: KeyObject) => key.asymmetricKeyType === 'rsa' },
} as const

/**
 * Checks a private key at the start, so that a wrong one does not fail with each push.
 *
 * @param origin origin of the key, for the error, such as `from Apple`
 * @throws {TypeError} when it is not a private key in PKCS #8 for the algorithm
 */
export function assertPrivateKey(pem: string, origin: string, algorithm: keyof typeof DEVICE_KINDS): void {
  const key = read(pem)
  // Other forms of PEM can be read here, but cannot be used for signing later
  if (key === undefined || !pem.includes('-----BEGIN PRIVATE KEY-----')) {
    throw new TypeError(
      `Key ${origin}: expected a private key in PEM form (PKCS #8, "BEGIN PRIVATE KEY"), found something else`,
    )
  }
  const { name, fits } = DEVICE_KINDS[algorithm]
  if (!fits(key)) throw new TypeError(`Key ${origin}: expected ${name}, found a private key of another kind`)
}

function read(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem)
  } catch {
    return undefined
  }
}
