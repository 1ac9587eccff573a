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
