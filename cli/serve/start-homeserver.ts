import {
  createHomeserver,
  DataFileError,
  type Homeserver,
  type HomeserverOptions,
  type Log,
  type Served,
  serve,
} from '../../reference/index.ts'
import { UsageError } from '../usage-error.ts'
import type { Address } from './listening.ts'
import { listening } from './listening.ts'
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
  { profile, data, fault, variant, rateLimit, registrationToken }: HomeserverSettings,
  address: Address,
  access: GatewayAccess,
  log: Log,
): Promise<Served> {
  const homeserver = openHomeserver({
    profile,
    delivery: access,
    log,
    ...(data === undefined ? {} : { data }),
    ...(fault === undefined ? {} : { fault }),
    ...(variant === undefined ? {} : { variant }),
    ...(rateLimit === undefined ? {} : { rateLimit: { perSecond: rateLimit, burst: Math.ceil(rateLimit * 5) } }),
    ...(registrationToken === undefined ? {} : { registration: { token: registrationToken } }),
  })
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

/** A data file that cannot be used is a mistake of whoever named it. */
function openHomeserver(options: HomeserverOptions): Homeserver {
  try {
    return createHomeserver(options)
  } catch (error) {
    throw error instanceof DataFileError ? new UsageError(error.message) : error
  }
}
