/** Minimum size of a record, in bytes: the tag of AES-GCM (16), the delimiter, and at least one byte of content. */
const MIN_RECORD_BYTES = 18
const encode = (text: string) => new TextEncoder().encode(text)

const CURVE = { name: 'ECDH', namedCurve: 'P-256' }

/** Keys of a Web Push subscription, with which the user agent decrypts its pushes. */
export interface SubscriptionKeys {
  /** Public key: uncompressed point of P-256, base64url */
  p256dh: string

  /** Authentication secret: 16 bytes, base64url */
  auth: string
  privateKey: JsonWebKey
}

/**
 * Decrypts the body of a push: content encoding `aes128gcm`, encrypted for one subscription.
 *
 * @throws {Error} when it cannot be decrypted; the message is a clause with the reason
 * @see https://www.rfc-editor.org/rfc/rfc8291#section-3
 * @see https://www.rfc-editor.org/rfc/rfc8188#section-2
 */
export type Decrypt = (body: Uint8Array) => Promise<Uint8Array>

/** Generates the keys of a subscription, as a browser does. */
export async function createSubscriptionKeys(): Promise<SubscriptionKeys> {
  const { publicKey, privateKey } = await crypto.subtle.generateKey(CURVE, true, ['deriveBits'])
  return {
    p256dh: Buffer.from(await crypto.subtle.exportKey('raw', publicKey)).toString('base64url'),
    auth: Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64url'),
    privateKey: await crypto.subtle.exportKey('jwk', privateKey),
  }
}

/** Creates the function that decrypts the pushes of a subscription with these keys. */
export async function decryptWith(keys: SubscriptionKeys): Promise<Decrypt> {
  const privateKey = await crypto.subtle.importKey('jwk', keys.privateKey, CURVE, false, ['deriveBits'])
  const [own, auth] = [Buffer.from(keys.p256dh, 'base64url'), Buffer.from(keys.auth, 'base64url')]
  return async (body) => {
    const { salt, senderKey, record } = readHeader(body)
    const shared = await agree(privateKey, senderKey)
    const keyInfo = Buffer.concat([encode('WebPush: info\0'), own, senderKey])
    const secret = await hkdf(shared, auth, keyInfo, 32)
    const key = await hkdf(secret, salt, encode('Content-Encoding: aes128gcm\0'), 16)
    const nonce = await hkdf(secret, salt, encode('Content-Encoding: nonce\0'), 12)
    return decryptRecord(key, nonce, record)
  }
}

/** Reads the header of the body: salt (16 bytes), record size (4), length of the key (1), and the sender's public key. */
function readHeader(body: Uint8Array) {
  const bytes = Buffer.from(body)
  const keyLength = bytes[20] ?? 0
  if (bytes.length < 21 + keyLength) throw new Error(`it is ${bytes.length} bytes long, which is too short`)
  if (keyLength !== 65) throw new Error(`its key ID has ${keyLength} bytes, but a public key has 65`)
  const recordSize = bytes.readUInt32BE(16)
  if (recordSize < MIN_RECORD_BYTES) throw new Error(`its record size is ${recordSize}, but it must be at least 18`)
  const record = bytes.subarray(86)
  if (record.length > recordSize) throw new Error('it has several records, but a push has one')
  return { salt: bytes.subarray(0, 16), senderKey: bytes.subarray(21, 86), record }
}

async function agree(privateKey: CryptoKey, senderKey: Buffer): Promise<Uint8Array> {
  try {
    const key = await crypto.subtle.importKey('raw', Uint8Array.from(senderKey), CURVE, false, [])
    return new Uint8Array(await crypto.subtle.deriveBits({ name: 'ECDH', public: key }, privateKey, 256))
  } catch {
    throw new Error('its key ID is not a public key on the curve P-256')
  }
}

async function hkdf(secret: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number): Promise<Uint8Array> {
  const key = await crypto.subtle.importKey('raw', Uint8Array.from(secret), 'HKDF', false, ['deriveBits'])
  const algorithm = { name: 'HKDF', hash: 'SHA-256', salt: Uint8Array.from(salt), info: Uint8Array.from(info) }
  return new Uint8Array(await crypto.subtle.deriveBits(algorithm, key, length * 8))
}

/** Decrypts the only record of a push. Its number is 0, which leaves the nonce unchanged. */
async function decryptRecord(rawKey: Uint8Array, nonce: Uint8Array, record: Uint8Array): Promise<Buffer> {
  const key = await crypto.subtle.importKey('raw', Uint8Array.from(rawKey), 'AES-GCM', false, ['decrypt'])
  const algorithm = { name: 'AES-GCM', iv: Uint8Array.from(nonce) }
  const plain = await crypto.subtle.decrypt(algorithm, key, Uint8Array.from(record)).catch(() => {
    throw new Error('it cannot be decrypted with the keys of the subscription')
  })
  return withoutPadding(Buffer.from(plain))
}

/** Removes the padding: the delimiter, which is 2 in the last record, and any number of zeros. */
function withoutPadding(plain: Buffer): Buffer {
  let end = plain.length - 1
  while (end >= 0 && plain[end] === 0) end -= 1
  if (plain[end] !== 2) throw new Error(`its content ends with the delimiter ${plain[end]}, not with 2`)
  return plain.subarray(0, end)
}
