import type { Inbox } from '../gateway/inbox.ts'
import { failing } from '../gateway/push-response.ts'
import type { User } from '../users/user.ts'

/** Two users of one room, and a pusher of each. */
export interface Neighbours {
  room: string
  alice: User
  bob: User
  alices: Inbox
  bobs: Inbox
}

/**
 * Finds out whether one user's pushes go on while the gateway fails those of another. The text does not say that they
 * do; where they do not, a case that lets the gateway fail would be seen in all others.
 *
 * @param chanceMs how long a push may take, in milliseconds
 * @param patienceMs how long to wait for the target to go on where it does not, so that the first case finds it at work
 */
export async function areIndependent(
  { room, alice, bob, alices, bobs }: Neighbours,
  chanceMs: number,
  timeoutMs: number,
): Promise<boolean> {
  alices.response = () => failing(503)
  await alices.attempt(await bob.send(room, 'The gateway fails with this one'), 1, timeoutMs)
  const other = await alice.send(room, 'This one is not held up by it')
  const independent = (await bobs.attempt(other, 1, chanceMs)) !== undefined
  alices.accept()
  if (!independent) await bobs.attempt(other, 1, timeoutMs)
  return independent
}
