import type { Content } from './push.ts'
import type { PushProvider } from './push-provider.ts'

/** An app whose devices the gateway reaches. */
export interface App {
  /** The `app_id` of its pushers, or a pattern in which `*` stands for any characters */
  app_id: string
  provider: PushProvider
  /** How much its devices are sent; default: `ids` */
  content?: Content
  /** How many of its pushes may be under way at a time; default: 2,048 */
  inFlight?: number
}
