import type { SyncResponse } from '../../../spec/index.ts'
import type { Services } from '../services.ts'
import { joinedRooms } from './joined-rooms.ts'
import { invitedRooms, leftRooms } from './other-rooms.ts'
import type { SyncRequest } from './sync-request.ts'
import { syncToken } from './token.ts'

/** Response of `/sync`; empty if it reports no changes. */
export interface SyncResult {
  response: SyncResponse
  isEmpty: boolean
}

/**
 * Returns everything that happened to a user after the position of the request.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3sync
 */
export function buildSync(services: Services, request: SyncRequest): SyncResult {
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
