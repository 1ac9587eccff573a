import { randomBytes } from 'node:crypto'
import { exportJWK, exportPKCS8, exportSPKI, generateKeyPair, importSPKI, type CryptoKey as JoseKey } from 'jose'
import type { ProviderStore } from './store.ts'

/** Credentials that Apple issues to a developer, to sign provider tokens. */
export interface ApnsCredentials {
  /** Private key: PKCS #8 in PEM, as in a `.p8` file */
  key: string
  keyId: string
  teamId: string
}

/**
 * Credentials that Google issues to a developer: the JSON file of a service account.
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

  /** Token endpoint of this provider */
  token_uri: string
}

/** Keys (base64url) by which a push gateway identifies itself to Web Push services. Each gateway generates its own. */
export interface VapidKeys {
  publicKey: string
  privateKey: string
}

/** Credentials that the services of one provider accept. */
export interface Credentials {
  apns: ApnsCredentials
  fcm: ServiceAccount
  webPush: VapidKeys
}

/** Public keys of the credentials. */
export interface CredentialKeys {
  apns: JoseKey
  fcm: JoseKey
}

/** Credentials of one provider, generated or loaded from its store. */
export interface ProviderCredentials {
  keys: CredentialKeys

  /** Completes the credentials with the URL of the token endpoint, which is known only after listening. */
  withTokenUri(tokenUri: string): Credentials
}

/** Credentials as they are stored. */
interface StoredCredentials {
  apns: ApnsCredentials
  fcm: Omit<ServiceAccount, 'token_uri'>
  webPush: VapidKeys

  /** Public keys: SPKI in PEM */
  publicKeys: { apns: string; fcm: string }
}

const NAME = 'credentials'

/** Loads the credentials from the store, or generates and stores them. */
export async function openCredentials(store: Pick<ProviderStore, 'get' | 'set'>): Promise<ProviderCredentials> {
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

/** Generates a P-256 key pair in the encoding of VAPID: the uncompressed point, and the number. */
async function createVapidKeys(): Promise<VapidKeys> {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true })
  const { x = '', y = '' } = await exportJWK(publicKey)
  const point = Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')])
  return { publicKey: point.toString('base64url'), privateKey: (await exportJWK(privateKey)).d ?? '' }
}

/** Generates an ID of ten characters, like Apple's key and team IDs. */
function appleId(): string {
  const characters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  return [...randomBytes(10)].map((byte) => characters[byte % characters.length]).join('')
}
