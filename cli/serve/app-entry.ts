import type { ServiceAccount } from '../../reference/index.ts'
import type { Content } from './serve-options.ts'

/** An app that a push gateway serves, and how it is let into the service that reaches the app's devices. */
export type AppEntry = AppBasics & (ApnsAccess | FcmAccess | WebPushAccess)

interface AppBasics {
  /** An app ID, or a pattern with `*` */
  app_id: string
  /** What devices are sent: IDs and counts alone, or all that the homeserver tells */
  content: Content
  /** Authority (PEM) of the service's certificate, where it is no well-known one */
  ca?: string
}

export interface ApnsAccess {
  provider: 'apns'
  /** The private key from Apple: PKCS #8 in PEM */
  key: string
  keyId: string
  teamId: string
  /** The bundle ID of the app */
  topic: string
  environment: 'production' | 'sandbox'
  /** Base URL of the service, where it is not Apple's */
  server?: string
}

export interface FcmAccess {
  provider: 'fcm'
  serviceAccount: ServiceAccount
  /** Base URL of the service, where it is not Google's */
  server?: string
}

export interface WebPushAccess {
  provider: 'web-push'
  /** A `mailto:` or `https:` URL by which push services reach whoever runs the gateway */
  subject: string
  /** The VAPID keys, base64url */
  publicKey: string
  privateKey: string
  /** Whether push services may have private addresses */
  allowPrivateAddresses: boolean
}
