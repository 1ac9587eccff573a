import { Inconclusive } from '../../harness/case/errors.ts'
import type { User } from '../../harness/users/user.ts'

/**
 * Returns the canonical alias of a room that was created with one.
 *
 * @throws {Inconclusive} when the target did not give the room an alias
 */
export async function aliasOf(user: User, room: string): Promise<string> {
  const { alias } = await user.state(room, 'm.room.canonical_alias')
  if (typeof alias === 'string') return alias
  throw new Inconclusive('The target did not give the room the alias that it was created with')
}
