/** Names of the push services. */
export const SERVICES = ['apns', 'fcm', 'web-push'] as const

/** Push service that a device is registered with. */
export type Service = (typeof SERVICES)[number]

/** Environments of APNs. Neither knows the device tokens of the other. */
export const ENVIRONMENTS = ['production', 'sandbox'] as const

/** Environment of APNs. */
export type Environment = (typeof ENVIRONMENTS)[number]

/** App of a device, unless another is given: the topic of its pushes at APNs. */
export const DEFAULT_APP = 'com.example.matrix'

/** App IDs of the devices: one for each service, and one for the sandbox of APNs. */
export const APP_IDS = {
  apns: 'com.example.matrix.ios',
  'apns-sandbox': 'com.example.matrix.ios.dev',
  fcm: 'com.example.matrix.android',
  'web-push': 'com.example.matrix.web',
} as const

/** Returns the `app_id` of the pushers of a device. */
export function appIdOf({ service, environment }: { service: Service; environment?: Environment }): string {
  return APP_IDS[service === 'apns' && environment === 'sandbox' ? 'apns-sandbox' : service]
}
