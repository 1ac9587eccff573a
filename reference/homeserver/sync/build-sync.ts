import type { SyncResponse } from '../../../spec/index.ts'
import type { Session } from '../auth.ts'
import type { Services } from '../services.ts'
import type { SyncFilter } from './filter.ts'
import { joinedRooms } from './joined-rooms.ts'
import { invitedRooms, leftRooms } from './other-rooms.ts'
import { syncToken } from './token.ts'

/** What a client asks of `/sync`. */
export interface SyncRequest {
  session: Session
  filter: SyncFilter
  /** The position that the client knows of; absent when it knows nothing */
  since?: number
  /** Whether the state of joined rooms is wanted whole */
  fullState: boolean
}

/** A response, and whether it tells anything. */
export interface Sync {
  response: SyncResponse
  isEmpty: boolean
}

/**
 * All that happened to a user after a position.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3sync
 */
export function buildSync(services: Services, request: SyncRequest): Sync {
  const position = services.store.position()
  const rooms = {
    join: joinedRooms(services, request, position),
    invite: invitedRooms(services, request),
    leave: leftRooms(services, request),
  }
  const accountData = globalAccountData(services, request)
  const isEmpty = accountData.length === 0 && Object.values(rooms).every((section) => Object.keys(section).length === 0)
  const response = { next_batch: syncToken(position), rooms, account_data: { events: accountData } }
  return { response, isEmpty }
}

function globalAccountData({ policies, rulesets, store }: Services, request: SyncRequest) {
  const { session, filter, since = -1 } = request
  const events = store.accountData
    .changed(session.userId, since)
    .filter((data) => data.room_id === '')
    .map(({ type, content }) => ({ type, content }))
  const rulesChanged = (store.users.find(session.userId)?.push_rules_position ?? 0) > since
  if (rulesChanged) {
    const content = policies.rulesSync.inSync(rulesets.of(session.userId).listed, request.since === undefined)
    if (content !== undefined) events.push({ type: 'm.push_rules', content: { ...content } })
  }
  return events.filter((event) => filter.accountData.accepts(event))
}
