import { UsageError } from '../../common/usage-error.ts'
import { type App, createApnsProvider, createFcmProvider, createWebPushProvider } from '../../reference/index.ts'
import type { AppEntry } from './app-entry.ts'

/**
 * The apps, each with the client of the service that reaches its devices.
 *
 * @throws {UsageError} when the keys of one cannot be used
 */
export function gatewayApps(entries: readonly AppEntry[]): App[] {
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
