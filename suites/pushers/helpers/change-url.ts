import { NotApplicable } from '../../harness/case/errors.ts'
import { expectEqual } from '../../harness/case/expect.ts'
import type { Inbox, Push } from '../../harness/push-receiver/inbox.ts'
import type { User } from '../../harness/users/user.ts'

const MOVED = '?moved=1'

/** Reports whether a push arrived at the URL that {@link changeUrl} sets. */
export function isMoved({ path }: Push): boolean {
  return path.endsWith(MOVED)
}

/**
 * Gives a pusher another URL, which also leads to Plexor's gateway.
 *
 * @throws {NotApplicable} when the target does not accept a URL with a query
 */
export async function changeUrl(alice: User, { pushkey }: Inbox): Promise<void> {
  const request = alice.pusherRequest({ pushkey })
  const { status } = await alice.trySetPusher({ ...request, data: { url: `${request.data.url}${MOVED}` } })
  if (status >= 400 && status < 500) {
    throw new NotApplicable(`The target does not accept a gateway URL with a query: status ${status}`)
  }
  expectEqual('the status of the update', status, 200)
}
