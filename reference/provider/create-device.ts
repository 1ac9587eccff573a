import { randomBytes, randomUUID } from 'node:crypto'
import { createSubscriptionKeys } from './aes128gcm.ts'
import { DEFAULT_APP, type Device, type DeviceWish } from './device.ts'
import { createFailures } from './failures.ts'
import { createInbox } from './inbox.ts'
import { addressOf, type Registry } from './registry.ts'

/**
 * Registers a device with its service, and gives it what an app on it would get from there.
 *
 * @param origin where the push resources of Web Push are
 */
export async function createDevice(registry: Registry, origin: string, wish: DeviceWish): Promise<Device> {
  const { address, ...identity } = await register(origin, wish)
  const device: Device = {
    id: randomUUID(),
    service: wish.service,
    app: wish.app ?? DEFAULT_APP,
    inbox: createInbox(),
    failures: createFailures(),
    ...identity,
  }
  registry.add(device, address)
  return device
}

type Identity = Pick<Device, 'pushkey' | 'data' | 'environment' | 'webPush'> & { address: string }

async function register(origin: string, wish: DeviceWish): Promise<Identity> {
  switch (wish.service) {
    case 'apns':
      return registerAtApns(wish.environment ?? 'production')
    case 'fcm':
      return registerAtFcm()
    case 'web-push':
      return await subscribe(origin, wish.vapid_key)
  }
}

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

async function subscribe(origin: string, vapidKey: string | undefined): Promise<Identity> {
  const { p256dh, auth, decrypt } = await createSubscriptionKeys()
  const resource = randomBytes(32).toString('base64url')
  return {
    address: addressOf('web-push', resource),
    pushkey: p256dh,
    data: { endpoint: `${origin}/push/${resource}`, auth },
    webPush: { decrypt, ...(vapidKey === undefined ? {} : { vapidKey }) },
  }
}
