import { expect } from '../../harness/case/expect.ts'
import type { Inbox } from '../../harness/push-receiver/inbox.ts'
import { eventually } from '../../harness/target/deadline.ts'
import type { User } from '../../harness/users/user.ts'

/** Reports whether a pusher is listed. */
export async function isListed(user: User, { pushkey, appId }: Pick<Inbox, 'pushkey' | 'appId'>): Promise<boolean> {
  return (await user.pushers()).some((pusher) => pusher.pushkey === pushkey && pusher.app_id === appId)
}

/** Waits until a pusher is no longer listed, and reports whether that happened. */
export async function isRemoved(user: User, pusher: Inbox): Promise<boolean> {
  const { timeoutMs } = user.client.access
  return (await eventually(async () => ((await isListed(user, pusher)) ? undefined : true), timeoutMs)) === true
}

/** Waits until a pusher is no longer listed. */
export async function expectRemoved(user: User, pusher: Inbox): Promise<void> {
  expect(await isRemoved(user, pusher), 'Expected the rejected pusher to be removed, found it still listed')
}
