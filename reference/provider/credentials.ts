import { randomBytes } from 'node:crypto'
import { exportJWK, exportPKCS8, exportSPKI, generateKeyPair, importSPKI, type CryptoKey as JoseKey } from 'jose'
import type { ProviderStore } from './store.ts'

/** What a developer gets from Apple to sign provider tokens with. */
export interface ApnsCredentials {
  /** The private key: PKCS #8 in PEM, as in a file `.p8` */
  key: string
  keyId: string
  teamId: string
}

/**
 * What a developer gets from Google: the JSON file of a service account.
 *
 * @see https://developers.google.com/identity/protocols/oauth2/service-account
 */
export interface ServiceAccount {
  type: 'service_account'
  project_id: string
  private_key_id: string
  private_key: string
  client_email: string
  client_id: string
  /** The token endpoint of this provider */
  token_uri: string
}

/** The keys by which a push gateway proves who it is to Web Push: base64url. Whoever has one makes it for themselves. */
export interface VapidKeys {
  publicKey: string
  privateKey: string
}

/** What the services of one provider take, and can be proved with. */
export interface Credentials {
  apns: ApnsCredentials
  fcm: ServiceAccount
  webPush: VapidKeys
}

/** The public halves of the credentials. */
export interface CredentialKeys {
  apns: JoseKey
  fcm: JoseKey
}

/** Credentials that nobody else has. */
export interface MadeCredentials {
  keys: CredentialKeys
  /** The whole credentials, once it is known where access tokens for FCM are to be had. */
  withTokenUri(tokenUri: string): Credentials
}

/** Credentials as they are kept. */
interface StoredCredentials {
  apns: ApnsCredentials
  fcm: Omit<ServiceAccount, 'token_uri'>
  webPush: VapidKeys
  /** The public keys: SPKI in PEM */
  publicKeys: { apns: string; fcm: string }
}

const NAME = 'credentials'

/** The credentials that a store has, made at first. */
export async function openCredentials(store: Pick<ProviderStore, 'get' | 'set'>): Promise<MadeCredentials> {
  const known = store.get(NAME) as StoredCredentials | undefined
  const { publicKeys, fcm, ...credentials } = known ?? (await createCredentials())
  if (known === undefined) store.set(NAME, { ...credentials, fcm, publicKeys })
  const keys = {
    apns: await importSPKI(publicKeys.apns, 'ES256'),
    fcm: await importSPKI(publicKeys.fcm, 'RS256'),
  }
  return { keys, withTokenUri: (token_uri) => ({ ...credentials, fcm: { ...fcm, token_uri } }) }
}

async function createCredentials(): Promise<StoredCredentials> {
  const [apns, fcm] = await Promise.all([
    generateKeyPair('ES256', { extractable: true }),
    generateKeyPair('RS256', { extractable: true, modulusLength: 2048 }),
  ])
  const project = 'plexor-reference'
  return {
    apns: { key: await exportPKCS8(apns.privateKey), keyId: appleId(), teamId: appleId() },
    fcm: {
      type: 'service_account',
      project_id: project,
      private_key_id: randomBytes(20).toString('hex'),
      private_key: await exportPKCS8(fcm.privateKey),
      client_email: `push-gateway@${project}.iam.gserviceaccount.com`,
      client_id: BigInt(`0x${randomBytes(8).toString('hex')}`).toString(),
    },
    webPush: await createVapidKeys(),
    publicKeys: { apns: await exportSPKI(apns.publicKey), fcm: await exportSPKI(fcm.publicKey) },
  }
}

/** A key pair of P-256, as VAPID writes it: the uncompressed point, and the number. */
async function createVapidKeys(): Promise<VapidKeys> {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true })
  const { x = '', y = '' } = await exportJWK(publicKey)
  const point = Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')])
  return { publicKey: point.toString('base64url'), privateKey: (await exportJWK(privateKey)).d ?? '' }
}

/** Ten characters, as Apple's IDs of keys and teams have. */
function appleId(): string {
  const characters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  return [...randomBytes(10)].map((byte) => characters[byte % characters.length]).join('')
}
