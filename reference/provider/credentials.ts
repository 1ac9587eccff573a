import { randomBytes } from 'node:crypto'
import { exportPKCS8, generateKeyPair, type CryptoKey as JoseKey } from 'jose'

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

/** What the services of one provider take, and can be proved with. */
export interface Credentials {
  apns: ApnsCredentials
  fcm: ServiceAccount
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

export async function createCredentials(): Promise<MadeCredentials> {
  const [apns, fcm] = await Promise.all([
    generateKeyPair('ES256', { extractable: true }),
    generateKeyPair('RS256', { extractable: true, modulusLength: 2048 }),
  ])
  const project = 'plexor-reference'
  const credentials = {
    apns: { key: await exportPKCS8(apns.privateKey), keyId: appleId(), teamId: appleId() },
    fcm: {
      type: 'service_account' as const,
      project_id: project,
      private_key_id: randomBytes(20).toString('hex'),
      private_key: await exportPKCS8(fcm.privateKey),
      client_email: `push-gateway@${project}.iam.gserviceaccount.com`,
      client_id: BigInt(`0x${randomBytes(8).toString('hex')}`).toString(),
    },
  }
  return {
    keys: { apns: apns.publicKey, fcm: fcm.publicKey },
    withTokenUri: (tokenUri) => ({ ...credentials, fcm: { ...credentials.fcm, token_uri: tokenUri } }),
  }
}

/** Ten characters, as Apple's IDs of keys and teams have. */
function appleId(): string {
  const characters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  return [...randomBytes(10)].map((byte) => characters[byte % characters.length]).join('')
}
