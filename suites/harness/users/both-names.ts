import type { User } from './user.ts'

/**
 * Gives a user the same display name in the profile and in a room, for cases in which it does not matter which of the
 * two a target uses. A target that has no names for a single room can follow the profile instead.
 *
 * @throws {NotApplicable} when the name in the room stays another one
 */
export async function setBothNames(user: User, roomId: string, displayname: string): Promise<void> {
  // A target may refuse changes of profiles: the name in the room is what counts
  await user.client.call('setDisplayName', { path: { userId: user.userId }, body: { displayname } })
  const member = await user.state(roomId, 'm.room.member', user.userId)
  if (member.displayname !== displayname) await user.setNameIn(roomId, displayname)
}
