import { createHomeserver, type HomeserverOptions, type Log, type Served, serve } from '../../reference/index.ts'
import { withDataFile } from './data-file.ts'
import { type Address, listening } from './listening.ts'
import type { HomeserverSettings } from './serve-options.ts'

/** How the homeserver reaches push gateways. */
export interface GatewayAccess {
  /** Certificate authorities (PEM) to trust besides the well-known ones */
  ca?: string
  allowHttp?: boolean
  allowPrivateAddresses?: boolean
}

/** Starts the reference homeserver at an address. Throws `UsageError` when it cannot listen there. */
export async function startHomeserver(
  { specVersion, data, fault, variant, rateLimit, registrationToken }: HomeserverSettings,
  address: Address,
  access: GatewayAccess,
  log: Log,
): Promise<Served> {
  const options: HomeserverOptions = {
    specVersion,
    delivery: access,
    log,
    ...(data === undefined ? {} : { data }),
    ...(fault === undefined ? {} : { fault }),
    ...(variant === undefined ? {} : { variant }),
    ...(rateLimit === undefined ? {} : { rateLimit: { perSecond: rateLimit, burst: Math.ceil(rateLimit * 5) } }),
    ...(registrationToken === undefined ? {} : { registration: { token: registrationToken } }),
  }
  const homeserver = await withDataFile(() => createHomeserver(options))
  try {
    const served = await listening('homeserver', address, () => serve(homeserver, address))
    return {
      url: served.url,
      async close() {
        await served.close()
        await homeserver.close()
      },
    }
  } catch (error) {
    await homeserver.close()
    throw error
  }
}
