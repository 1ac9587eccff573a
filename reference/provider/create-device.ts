import { randomBytes, randomUUID } from 'node:crypto'
import { createSubscriptionKeys, decryptWith } from './aes128gcm.ts'
import { DEFAULT_APP, type Device, type DeviceState, type DeviceWish, type Registration } from './device.ts'
import { createFailures } from './failures.ts'
import { createInbox } from './inbox.ts'
import { addressOf } from './registry.ts'
import type { ProviderStore } from './store.ts'

/** Registers an app with its service, and gives it what an app on a device would get from there. */
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

/**
 * A device by its registration, with the pushes that the store has of it.
 *
 * @param origin where the push resources of Web Push are
 */
export async function deviceOf(
  store: ProviderStore,
  origin: string,
  { subscription, ...registration }: Registration,
  { failure, ...state }: DeviceState = {},
): Promise<Device> {
  const device: Device = {
    ...registration,
    ...state,
    inbox: createInbox(store.pushesOf(registration.id)),
    failures: createFailures(failure, () => keepState(store, device)),
  }
  if (subscription === undefined) return device
  const { auth, resource, vapidKey } = subscription
  const decrypt = await decryptWith(subscription)
  device.data = { endpoint: `${origin}/push/${resource}`, auth }
  device.webPush = { decrypt, ...(vapidKey === undefined ? {} : { vapidKey }) }
  return device
}

/** Keeps how a device is now. */
export function keepState(store: ProviderStore, { id, failures, goneSince }: Device): void {
  const { current: failure } = failures
  const gone = goneSince === undefined ? {} : { goneSince }
  store.changeDevice(id, { ...(failure === undefined ? {} : { failure }), ...gone })
}

type Identity = Pick<Registration, 'address' | 'environment' | 'pushkey' | 'subscription'>

/** The pushkey is the device token in base64, as the specification recommends; APNs has it in hex. */
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
