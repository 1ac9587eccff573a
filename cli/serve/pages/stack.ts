import type { Accounts, DeviceDescription, Inbox, Provider } from '../../../reference/index.ts'
import type { Place } from '../greeting.ts'
import type { Activity } from './activity.ts'
import { fingerprintOf } from './fingerprint.ts'

/** Running stack, or a part of one, as its pages see it. */
export interface Stack {
  activity: Activity

  /** Addresses of its parts, in the order of a push */
  places: readonly Place[]

  /** Provider with the devices; absent if it does not run here */
  provider?: Pick<Provider, 'devices' | 'inboxOf'>

  /** Returns the accounts of the homeserver, the newest first; absent if it does not run here */
  accounts?: (max: number) => Accounts

  /** True if the push gateway runs here */
  hasGateway: boolean
}

/** Device with the fingerprint of its pushkey. */
export interface KnownDevice extends DeviceDescription {
  fingerprint: string
}

/** Returns the devices of the provider by the fingerprints of their pushkeys, in the order of their creation. */
export function devicesOf({ provider }: Stack): Map<string, KnownDevice> {
  const known = (provider?.devices() ?? []).map((device) => ({ ...device, fingerprint: fingerprintOf(device.pushkey) }))
  return new Map(known.map((device) => [device.fingerprint, device]))
}

/** Returns the inbox of a device; undefined if the device was removed in the meantime. */
export function inboxOf({ provider }: Stack, deviceId: string): Inbox | undefined {
  try {
    return provider?.inboxOf(deviceId)
  } catch {
    return undefined
  }
}

/** Names of the services for people. */
export const SERVICE_NAMES = { apns: 'APNs', fcm: 'FCM', 'web-push': 'Web Push' } as const

/** Returns the name of a service, with the environment of APNs if it is the sandbox. */
export function serviceName({ service, environment }: Pick<DeviceDescription, 'service' | 'environment'>): string {
  return `${SERVICE_NAMES[service]}${environment === 'sandbox' ? ' sandbox' : ''}`
}
