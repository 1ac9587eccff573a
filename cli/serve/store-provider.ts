import { createPrivateKey } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { reasonOf } from '../../common/named-file.ts'
import { UsageError } from '../../common/usage-error.ts'
import type { Credentials, Provider } from '../../reference/index.ts'
import type { Content } from './app-entry.ts'
import { storeApps } from './apps-file.ts'
import { providerApps } from './provider-apps.ts'

/**
 * Writes what a push gateway needs to reach the devices of a provider into a folder: its apps with their keys, and the
 * VAPID key as PEM, as some gateways read it.
 *
 * @param ca certificate (PEM) of the provider's CA
 * @returns the path of the file with the apps
 * @throws {UsageError} when the folder cannot be written to
 */
export function storeProvider(folder: string, provider: Provider, ca: string, content: Content): string {
  const file = storeApps(folder, providerApps(provider, ca, content))
  try {
    writeFileSync(join(folder, 'vapid.pem'), pemOf(provider.credentials.webPush), { mode: 0o600 })
  } catch (error) {
    throw new UsageError(`Cannot store the keys of the provider in "${folder}": ${reasonOf(error)}`)
  }
  return file
}

/** Returns a private VAPID key as PEM. The public one is an uncompressed point: a byte, and two coordinates of 32. */
function pemOf({ publicKey, privateKey }: Credentials['webPush']): string {
  const point = Buffer.from(publicKey, 'base64url')
  const [x, y] = [point.subarray(1, 33).toString('base64url'), point.subarray(33).toString('base64url')]
  const key = { kty: 'EC', crv: 'P-256', x, y, d: privateKey }
  return createPrivateKey({ key, format: 'jwk' }).export({ type: 'pkcs8', format: 'pem' }).toString()
}
