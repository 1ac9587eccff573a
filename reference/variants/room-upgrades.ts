import { isObject } from '../homeserver/body.ts'
import { changingRequests, changingResponses, composed } from './helpers/rewrite.ts'
import { type Fetch, type Variant, variant } from './variant.ts'

const ROOM_VERSIONS = 'https://spec.matrix.org/v1.19/rooms/#complete-list-of-room-versions'

/** Variants of room versions. */
export const ROOM_UPGRADES_VARIANTS: readonly Variant[] = [
  variant({
    name: 'room-upgrades.rooms-of-version-10',
    summary: 'Rooms have version 10 by default',
    allowedBy: [ROOM_VERSIONS],
    span: { since: 'v1.3' },
    wrap: withDefaultRoomVersion('10'),
  }),
  variant({
    name: 'room-upgrades.rooms-of-version-12',
    summary: 'Rooms have version 12 by default',
    allowedBy: [ROOM_VERSIONS],
    span: { since: 'v1.16' },
    wrap: withDefaultRoomVersion('12'),
  }),
]

function withDefaultRoomVersion(version: string): (fetch: Fetch) => Fetch {
  return composed(
    changingRequests((body, { path }) => (path === '/createRoom' ? { room_version: version, ...body } : body)),
    changingResponses(({ status, body }, { path }) => {
      if (path !== '/capabilities' || !isObject(body)) return { status, body }
      const text = JSON.stringify(body).replace(/("m\.room_versions":\{"default":)"\d+"/, `$1"${version}"`)
      return { status, body: JSON.parse(text) }
    }),
  )
}
