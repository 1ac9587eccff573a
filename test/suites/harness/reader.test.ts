import t, { type Test } from 'tap'
import { CaseSession } from '../../../suites/harness/runner/environment.ts'
import { inThread } from '../../../suites/harness/users/relation.ts'
import { isUnread } from '../../../suites/harness/users/unread-counts.ts'
import { connectTo, startReference } from './support.ts'

/** Returns a scene in which three messages are unread: the root of a thread, one in the thread, and one outside it. */
async function threeUnread(t: Test) {
  const { environment } = await connectTo(t, await startReference(t))
  const session = new CaseSession(environment, { id: 'area/reader' })
  t.teardown(() => session.close())
  const { alice, bob, room } = await session.createScene()
  const root = await bob.send(room, 'the root')
  await bob.send(room, inThread(root, 'in the thread'))
  const last = await bob.send(room, 'outside it')
  return { alice, room, root, last }
}

t.test('a request for unread counts asks for little else', async (t) => {
  const { alice, room, root, last } = await threeUnread(t)
  const whole = await alice.sync()
  const brief = await alice.latest(true)
  const joined = brief.rooms?.join?.[room]
  t.same(
    joined?.timeline?.events?.map(({ event_id }) => event_id),
    [last],
  )
  for (const { events } of [brief.account_data ?? {}, joined?.state ?? {}, joined?.ephemeral ?? {}]) {
    t.same(events ?? [], [])
  }
  t.ok((whole.account_data?.events?.length ?? 0) > 0)
  t.equal((await alice.unreadCounts(room)).notification_count, 3)
  t.match(await alice.unreadCountsByThread(room), {
    main: { notification_count: 2 },
    threads: { [root]: { notification_count: 1 } },
  })
})

t.test('something in a room is unread if it is in a thread', async (t) => {
  const { alice, room, last } = await threeUnread(t)
  await alice.read(room, last, { threadId: 'main' })
  t.ok(isUnread(await alice.latest(true), room))
  t.ok(isUnread(await alice.latest(), room))
  t.notOk(isUnread(await alice.latest(true), `${room}-other`))
  await alice.read(room, last)
  t.notOk(isUnread(await alice.latest(true), room))
  t.match(await alice.unreadCountsByThread(room), { main: { notification_count: 0 }, threads: {} })
})
