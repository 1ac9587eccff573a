import type { ServiceAccount } from '../../reference/index.ts'

/** Parts of an event that devices receive: its IDs alone, or everything that the homeserver sends. */
export const CONTENTS = ['ids', 'full'] as const

export type Content = (typeof CONTENTS)[number]

/** App that a push gateway serves, with the credentials for the service that reaches its devices. */
export type AppEntry = AppBasics & (ApnsAccess | FcmAccess | WebPushAccess)

interface AppBasics {
  /** App ID, or a pattern with `*` */
  app_id: string
  /** Parts of an event that devices receive */
  content: Content
  /** Certificate of the service's CA (PEM), if it is not a well-known CA */
  ca?: string
}

export interface ApnsAccess {
  provider: 'apns'
  /** Private key from Apple: PKCS #8 in PEM */
  key: string
  keyId: string
  teamId: string
  /** Bundle ID of the app */
  topic: string
  environment: 'production' | 'sandbox'
  /** Base URL of the service, if it is not Apple's */
  server?: string
}

export interface FcmAccess {
  provider: 'fcm'
  serviceAccount: ServiceAccount
  /** Base URL of the service, if it is not Google's */
  server?: string
}

export interface WebPushAccess {
  provider: 'web-push'
  /** `mailto:` or `https:` URL by which push services reach the operator of the gateway */
  subject: string
  /** VAPID key, base64url */
  publicKey: string
  privateKey: string
  /** True if push services may have private addresses */
  allowPrivateAddresses: boolean
}
