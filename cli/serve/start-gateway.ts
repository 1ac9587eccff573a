import { UsageError } from '../../common/usage-error.ts'
import {
  type App,
  createApnsProvider,
  createFcmProvider,
  createPushGateway,
  createWebPushProvider,
  type HandledNotification,
  type Log,
  type Served,
  serve,
} from '../../reference/index.ts'
import type { AppEntry } from './app-entry.ts'
import { type Address, listening } from './listening.ts'

/** Push gateway that is listening. */
export interface ServedGateway extends Served {
  /** Value for the `url` of a pusher */
  notifyUrl: string
}

/** Settings of the push gateway of a stack. */
export interface GatewaySettings extends Address {
  apps: readonly AppEntry[]
  /** Certificate and key (PEM) to serve HTTPS with; plain HTTP if absent */
  tls?: { cert: string; key: string }
  /** Name of a fault of the push gateway to have */
  fault?: string
  /** Name of a conforming variant of the push gateway to be */
  variant?: string
  /** Receives each notification once the gateway has responded to it */
  onNotification?: (handled: HandledNotification) => void
}

/**
 * Starts the reference push gateway at an address.
 *
 * @throws {UsageError} when it cannot listen there, or the keys of an app cannot be used
 */
export async function startGateway(
  { apps, tls, fault, variant, onNotification, ...address }: GatewaySettings,
  log: Log,
): Promise<ServedGateway> {
  const gateway = createPushGateway({
    apps: gatewayApps(apps),
    log,
    ...(fault && { fault }),
    ...(variant && { variant }),
    ...(onNotification && { onNotification }),
  })
  try {
    const options = tls === undefined ? address : { ...address, tls }
    const served = await listening('push gateway', address, () => serve(gateway, options))
    return {
      url: served.url,
      notifyUrl: `${served.url}/_matrix/push/v1/notify`,
      async close() {
        await served.close()
        await gateway.close()
      },
    }
  } catch (error) {
    await gateway.close()
    throw error
  }
}

/**
 * Creates for each app the client of the service that reaches its devices.
 *
 * @throws {UsageError} when the keys of an app cannot be used
 */
function gatewayApps(entries: readonly AppEntry[]): App[] {
  return entries.map((entry) => {
    const { app_id, content } = entry
    try {
      return { app_id, content, provider: clientOf(entry) }
    } catch (error) {
      throw new UsageError(`Cannot serve the app "${app_id}": ${(error as Error).message}`)
    }
  })
}

function clientOf(entry: AppEntry): App['provider'] {
  switch (entry.provider) {
    case 'apns':
      return createApnsProvider(entry)
    case 'fcm':
      return createFcmProvider(entry)
    case 'web-push':
      return createWebPushProvider(entry)
  }
}
