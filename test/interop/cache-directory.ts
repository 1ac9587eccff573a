import { homedir } from 'node:os'
import { join } from 'node:path'

/** Where installed homeservers are kept for the next time. */
export function cacheDirectory(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'plexor')
}
