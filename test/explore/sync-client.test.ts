import t from 'tap'
import { SyncClient } from '../../explore/trial/sync-client.ts'
import type { SyncResponse } from '../../spec/index.ts'
import type { User } from '../../suites/harness/users/user.ts'

// What a client knows that asks /sync only for what is new.

const ROOM = '!room:example.org'

/** Returns a client whose requests get these responses, one after the other. */
function clientWith(...responses: (SyncResponse | Promise<SyncResponse>)[]): SyncClient {
  const left = [...responses]
  const user = { sync: async () => left.shift() ?? { next_batch: 'end' }, pushRules: async () => ({}) }
  return new SyncClient(user as unknown as User)
}

const withRoom = (room: object, others: object = {}): SyncResponse =>
  ({ next_batch: 'next', rooms: { join: { [ROOM]: room } }, ...others }) as SyncResponse

const counted = (notification_count: number) =>
  withRoom({ unread_notifications: { notification_count, highlight_count: 0 } })

t.test('the latest counts of a room replace earlier ones', async (t) => {
  const client = clientWith(counted(1), counted(2))
  await client.next()
  await client.next()
  t.strictSame(client.countsOf(ROOM), [{ notification_count: 2, highlight_count: 0 }])
})

t.test('counts that are absent are zero, or have not changed', async (t) => {
  const client = clientWith(counted(3), withRoom({}))
  await client.next()
  await client.next()
  t.strictSame(
    client.countsOf(ROOM)?.map((counts) => counts.notification_count),
    [0, 3],
  )
})

t.test('of a room that the user has left, nothing is known', async (t) => {
  const client = clientWith(counted(3), { next_batch: 'next', rooms: { leave: { [ROOM]: {} } } } as SyncResponse)
  await client.next()
  await client.next()
  t.equal(client.countsOf(ROOM), undefined)
})

t.test('rules and read markers stay until others arrive', async (t) => {
  const global = { override: [] }
  const rules = { account_data: { events: [{ type: 'm.push_rules', content: { global } }] } }
  const marker = { type: 'm.fully_read', content: { event_id: '$one' } }
  const client = clientWith(withRoom({ account_data: { events: [marker] } }, rules), counted(1))
  await client.next()
  await client.next()
  t.strictSame(client.rules, global)
  t.equal(client.markerOf(ROOM), '$one')
})

t.test('a request that waits is seen when it returns, and nothing else is asked before', async (t) => {
  const { promise, resolve } = Promise.withResolvers<SyncResponse>()
  const client = clientWith(counted(1), promise)
  await client.wait(1000)
  await client.next()
  t.ok(client.isWaiting)
  t.equal(client.countsOf(ROOM)?.[0]?.notification_count, 1)
  resolve(counted(5))
  await promise
  await Promise.resolve()
  t.notOk(client.isWaiting)
  t.equal(client.countsOf(ROOM)?.[0]?.notification_count, 5)
})

t.test('a client sees what is there already before it waits', async (t) => {
  const { promise } = Promise.withResolvers<SyncResponse>()
  const client = clientWith(counted(1), counted(2), promise)
  await client.next()
  await client.wait(1000)
  t.ok(client.isWaiting)
  t.equal(client.countsOf(ROOM)?.[0]?.notification_count, 2)
})

t.test('a client that starts over is not interested in the request that waits', async (t) => {
  const { promise, resolve } = Promise.withResolvers<SyncResponse>()
  const client = clientWith(counted(1), promise, counted(2))
  await client.wait(1000)
  await client.restart()
  resolve(counted(7))
  await promise
  await Promise.resolve()
  t.equal(client.countsOf(ROOM)?.[0]?.notification_count, 2)
})
