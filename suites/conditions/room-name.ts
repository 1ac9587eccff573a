import { CannotJudge, NotApplicable } from '../harness/errors.ts'
import type { User } from '../harness/user.ts'

/**
 * Gives the user a display name for this room alone, and gives the ID of the membership event.
 *
 * Nothing says that users can have one: a server may refuse it, or keep the name of the profile in the room.
 *
 * @throws {NotApplicable} when the target does not let users have a name for one room
 */
export async function takeNameIn(user: User, roomId: string, displayname: string): Promise<string> {
  const path = { roomId, eventType: 'm.room.member', stateKey: user.userId }
  const { status, body } = await user.client.call('setStateWithKey', {
    path,
    body: { membership: 'join', displayname },
  })
  if (status >= 400 && status < 500) throw new NotApplicable(`The target refuses a name for one room: status ${status}`)
  if (status !== 200) throw new CannotJudge(`Expected the target to take a name for one room, found status ${status}`)
  const member = await user.state(roomId, 'm.room.member', user.userId)
  if (member.displayname !== displayname) throw new NotApplicable('The target does not keep a name for one room')
  return (body as { event_id: string }).event_id
}
