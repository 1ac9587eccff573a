import { randomBytes, randomUUID } from 'node:crypto'
import type { ProviderStore } from '../store.ts'
import { createSubscriptionKeys, decryptWith } from '../web-push/aes128gcm.ts'
import type { DeviceState, DeviceWish, ProviderDevice, Registration } from './device.ts'
import { createFailures } from './failures.ts'
import { createInbox } from './inbox.ts'
import { addressOf } from './registry.ts'
import { DEFAULT_APP } from './service.ts'

/** Registers an app with its service, which assigns what a device would receive: a pushkey, and keys at Web Push. */
export async function register(wish: DeviceWish): Promise<Registration> {
  const basics = { id: randomUUID(), service: wish.service, app: wish.app ?? DEFAULT_APP }
  switch (wish.service) {
    case 'apns':
      return { ...basics, ...registerAtApns(wish.environment ?? 'production') }
    case 'fcm':
      return { ...basics, ...registerAtFcm() }
    case 'web-push':
      return { ...basics, ...(await subscribe(wish.vapid_key)) }
  }
}

/** Creates the device of a registration, with its stored pushes. `origin` is that of the Web Push resources. */
export async function deviceOf(
  store: ProviderStore,
  origin: string,
  { subscription, ...registration }: Registration,
  { failure, ...state }: DeviceState = {},
): Promise<ProviderDevice> {
  const device: ProviderDevice = {
    ...registration,
    ...state,
    inbox: createInbox(store.pushesOf(registration.id)),
    failures: createFailures(failure, () => saveState(store, device)),
  }
  if (subscription === undefined) return device
  const { auth, resource, vapidKey } = subscription
  const decrypt = await decryptWith(subscription)
  device.data = { endpoint: `${origin}/push/${resource}`, auth }
  device.webPush = { decrypt, ...(vapidKey === undefined ? {} : { vapidKey }) }
  return device
}

/** Stores the current state of a device. */
export function saveState(store: ProviderStore, { id, failures, unregisteredAt }: ProviderDevice): void {
  const { current: failure } = failures
  store.changeDevice(id, {
    ...(failure === undefined ? {} : { failure }),
    ...(unregisteredAt === undefined ? {} : { unregisteredAt }),
  })
}

type Identity = Pick<Registration, 'address' | 'environment' | 'pushkey' | 'subscription'>

/** The pushkey is the device token in base64, as the specification recommends; APNs uses hex. */
function registerAtApns(environment: NonNullable<DeviceWish['environment']>): Identity {
  const token = randomBytes(32)
  const address = addressOf(`apns ${environment}`, token.toString('hex'))
  return { address, environment, pushkey: token.toString('base64') }
}

function registerAtFcm(): Identity {
  const pushkey = `${randomBytes(16).toString('base64url')}:APA91b${randomBytes(100).toString('base64url')}`
  return { address: addressOf('fcm', pushkey), pushkey }
}

async function subscribe(vapidKey: string | undefined): Promise<Identity> {
  const keys = await createSubscriptionKeys()
  const resource = randomBytes(32).toString('base64url')
  const subscription = { ...keys, resource, ...(vapidKey === undefined ? {} : { vapidKey }) }
  return { address: addressOf('web-push', resource), pushkey: keys.p256dh, subscription }
}
