import type { Session } from '../auth.ts'
import type { SyncFilter } from './filter.ts'

/** Request of `/sync`. */
export interface SyncRequest {
  session: Session
  filter: SyncFilter
  /** Position that the client knows; absent if it knows nothing */
  since?: number
  /** True for the whole state of joined rooms */
  fullState: boolean
}
