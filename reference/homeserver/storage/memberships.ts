import type { Database } from '../../storage/database.ts'

/** Membership of a user in a room, from their newest member event. */
export interface Membership {
  room_id: string
  user_id: string
  membership: string
  /** Display name of the user in this room */
  display_name: string | null
  /** Position of the member event */
  position: number
}

/** Current memberships of all rooms. */
export type MembershipStore = ReturnType<typeof membershipStore>

export function membershipStore(db: Database) {
  const put = db.prepare(
    `INSERT INTO memberships (room_id, user_id, membership, display_name, position) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (room_id, user_id) DO UPDATE
     SET membership = excluded.membership, display_name = excluded.display_name, position = excluded.position`,
  )
  const find = db.prepare<Membership>('SELECT * FROM memberships WHERE room_id = ? AND user_id = ?')
  const ofRoom = db.prepare<Membership>('SELECT * FROM memberships WHERE room_id = ? ORDER BY position')
  const ofUser = db.prepare<Membership>('SELECT * FROM memberships WHERE user_id = ? ORDER BY position')
  const joinedRooms = db.prepare<{ room_id: string }>(
    `SELECT room_id FROM memberships WHERE user_id = ? AND membership = 'join' ORDER BY position`,
  )
  return {
    put: (entry: Membership) =>
      put.run(entry.room_id, entry.user_id, entry.membership, entry.display_name, entry.position),
    find: (roomId: string, userId: string) => find.get(roomId, userId),
    ofRoom: (roomId: string) => ofRoom.all(roomId),
    joined: (roomId: string) => ofRoom.all(roomId).filter((entry) => entry.membership === 'join'),
    ofUser: (userId: string) => ofUser.all(userId),
    joinedRooms: (userId: string) => joinedRooms.all(userId).map((row) => row.room_id),
  }
}
