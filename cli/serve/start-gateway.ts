import { createPushGateway, type Log, type Served, serve } from '../../reference/index.ts'
import type { AppEntry } from './app-entry.ts'
import { gatewayApps } from './gateway-apps.ts'
import { type Address, listening } from './listening.ts'

/** A gateway that listens. */
export interface ServedGateway extends Served {
  /** What goes into the `url` of a pusher */
  notifyUrl: string
}

export interface GatewaySettings extends Address {
  apps: readonly AppEntry[]
  /** Answers over HTTPS with this certificate and its key (PEM); plain HTTP without */
  tls?: { cert: string; key: string }
  /** The name of a fault of the push gateway to have */
  fault?: string
}

/** Starts the reference push gateway at an address. Throws `UsageError` when it cannot listen there. */
export async function startGateway(
  { apps, tls, fault, ...address }: GatewaySettings,
  log: Log,
): Promise<ServedGateway> {
  const gateway = createPushGateway({ apps: gatewayApps(apps), log, ...(fault === undefined ? {} : { fault }) })
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
