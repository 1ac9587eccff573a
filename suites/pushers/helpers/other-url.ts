import { quote } from '../../../common/text.ts'
import type { CaseContext, Scene } from '../../harness/case/case.ts'
import { NotApplicable } from '../../harness/case/errors.ts'
import { expect, expectEqual } from '../../harness/case/expect.ts'
import type { Inbox, Push } from '../../harness/push-receiver/inbox.ts'
import type { User } from '../../harness/users/user.ts'

const QUERY = '?moved=1'

/** Another URL of Plexor's gateway. */
export interface OtherUrl {
  url: string
  /** Reports whether a push arrived at this URL, and not at the usual one */
  isAt(push: Push): boolean
}

/**
 * Returns another URL of Plexor's gateway that the target accepts and uses unchanged, as a pusher for a trial shows: one with
 * another port, or if the target cannot reach that, one with a query.
 *
 * @throws {NotApplicable} when there is none
 */
export async function otherUrl(
  { anotherGateway, targetInfo }: Pick<CaseContext, 'anotherGateway' | 'targetInfo'>,
  scene: Pick<Scene, 'alice' | 'bob' | 'room'>,
): Promise<OtherUrl> {
  const url = await anotherGateway()
  const withPort = url === undefined ? [] : [{ url, isAt: ({ port }: Push) => port === Number(new URL(url).port) }]
  const withQuery = { url: `${targetInfo.gateway.url}${QUERY}`, isAt: ({ path }: Push) => path.endsWith(QUERY) }
  const problems: string[] = []
  for (const other of [...withPort, withQuery]) {
    const problem = await problemOf(other, scene)
    if (problem === undefined) return other
    problems.push(`${other.url} ${problem}`)
  }
  throw new NotApplicable(`The target uses no other URL of Plexor's gateway: ${problems.join(', and ')}`)
}

/**
 * Gives a pusher another URL, in an update that has to succeed.
 *
 * @throws {Mismatch} when the target refuses the update, or lists no pusher with the pushkey and the new URL
 */
export async function changeUrl(alice: User, { pushkey }: Pick<Inbox, 'pushkey'>, { url }: OtherUrl): Promise<void> {
  const details = { buildsOn: ['pushers.set-updates'] }
  const { status } = await alice.trySetPusher(alice.pusherRequest({ pushkey, data: { url } }))
  expectEqual('the status of the update', status, 200, details)
  const urls = (await alice.pushers()).flatMap((pusher) => (pusher.pushkey === pushkey ? pusher.data.url : []))
  expect(urls.includes(url), `Expected the pusher to be listed with its new URL, ${url}, found ${quote(urls)}`, details)
}

/** Says why the URL cannot be used, with the URL as the subject; undefined if it can. */
async function problemOf(
  { url, isAt }: OtherUrl,
  { alice, bob, room }: Pick<Scene, 'alice' | 'bob' | 'room'>,
): Promise<string | undefined> {
  const request = alice.pusherRequest({ data: { url } })
  const trial = alice.openInbox(request.pushkey, request.app_id)
  const { status } = await alice.trySetPusher(request)
  if (status !== 200) return `is refused with status ${status}`
  const push = await trial.arrivalOf(await bob.send(room, 'for another URL'))
  await alice.deletePusher(trial)
  if (push === undefined) return 'gets no push'
  return isAt(push) ? undefined : `is changed: its push arrives at ${push.path}`
}
