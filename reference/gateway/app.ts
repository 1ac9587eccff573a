import type { PushContent } from './push.ts'
import type { PushProvider } from './push-provider.ts'

/** App whose devices the gateway reaches. */
export interface App {
  /** `app_id` of its pushers, or a pattern in which `*` stands for any characters */
  app_id: string

  /** Service that delivers its pushes */
  provider: PushProvider

  /** Part of a notification that its devices receive; default: `ids` */
  content?: PushContent

  /** Maximum number of its pushes in progress at a time, at least 1; default: 2,048 */
  inFlight?: number
}
