import { UsageError } from '../../common/usage-error.ts'
import {
  createHomeserver,
  DataFileError,
  type Homeserver,
  type HomeserverOptions,
  type Log,
  type Served,
  serve,
} from '../../reference/index.ts'
import { type Address, listening } from './listening.ts'
import type { HomeserverSettings } from './serve-options.ts'

/** Push gateways that the homeserver may reach. */
export interface GatewayAccess {
  /** Certificate of a CA (PEM) to trust besides the well-known ones */
  ca?: string
  allowHttp?: boolean
  allowPrivateAddresses?: boolean
}

/** Homeserver that is listening. */
export interface ServedHomeserver extends Served, Pick<Homeserver, 'accounts'> {}

/**
 * Starts the reference homeserver at an address.
 *
 * @throws {UsageError} when it cannot listen there, or its data file cannot be used
 */
export async function startHomeserver(
  { specVersion, data, fault, variant, rateLimit, registrationToken }: HomeserverSettings,
  address: Address,
  access: GatewayAccess,
  log: Log,
): Promise<ServedHomeserver> {
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
      accounts: homeserver.accounts,
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

/**
 * Opens something that stores its data in a file that the user named.
 *
 * @throws {UsageError} when the file cannot be used
 */
export async function withDataFile<T>(open: () => T | Promise<T>): Promise<T> {
  try {
    return await open()
  } catch (error) {
    throw error instanceof DataFileError ? new UsageError(error.message) : error
  }
}
