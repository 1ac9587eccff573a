import { Hono } from 'hono'
import { type Env, signedIn } from '../auth.ts'
import { DEFAULT_ROOM_VERSION, ROOM_VERSIONS } from '../rooms/room-versions.ts'
import type { Services } from '../services.ts'

/**
 * Lists the capabilities of the server.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#capabilities-negotiation
 */
export function capabilityRoutes(services: Services) {
  return new Hono<Env>().get('/capabilities', signedIn(services), (c) =>
    c.json({
      capabilities: {
        'm.change_password': { enabled: true },
        'm.set_displayname': { enabled: true },
        'm.set_avatar_url': { enabled: true },
        'm.3pid_changes': { enabled: false },
        'm.room_versions': {
          default: DEFAULT_ROOM_VERSION,
          available: Object.fromEntries(ROOM_VERSIONS.map((version) => [version, 'stable'])),
        },
      },
    }),
  )
}
