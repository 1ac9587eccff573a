import t, { type Test } from 'tap'
import { counts, NOWHERE, pusher, send, testServer } from './support.ts'

/** Creates a room of Alice, Bob and Carol, in which Bob ignores Alice. */
async function ignoring(t: Test) {
  const server = testServer(t)
  const [alice, bob, carol] = [
    await server.register('alice'),
    await server.register('bob'),
    await server.register('carol'),
  ]
  const room = await server.room(carol, alice, bob)
  const list = `/user/${bob.userId}/account_data/m.ignored_user_list`
  await bob.put(list, { ignored_users: { [alice.userId]: {}, [bob.userId]: {} } })
  return { ...server, alice, bob, carol, room, list }
}

const bodies = (events: { content: { body?: string } }[]) => events.flatMap((event) => event.content.body ?? [])

t.test('messages of an ignored user are hidden', async (t) => {
  const { alice, bob, carol, room } = await ignoring(t)
  const { next_batch } = (await bob.get('/sync')).body
  const ignored = await send(alice, room, 'noise')
  await send(carol, room, 'signal')
  await send(bob, room, 'mine')
  const { timeline } = (await bob.get(`/sync?since=${next_batch}`)).body.rooms.join[room]
  t.strictSame(bodies(timeline.events), ['signal', 'mine'])
  const { chunk } = (await bob.get(`/rooms/${room}/messages?dir=b`)).body
  t.strictSame(bodies(chunk), ['mine', 'signal'])
  t.equal((await bob.get(`/rooms/${room}/event/${encodeURIComponent(ignored)}`)).status, 404)
  t.ok(bodies((await carol.get(`/rooms/${room}/messages?dir=b`)).body.chunk).includes('noise'), 'other users see them')
})

t.test('state events of an ignored user are shown', async (t) => {
  const { alice, bob, room } = await ignoring(t)
  const { next_batch } = (await bob.get('/sync')).body
  await alice.put(`/profile/${alice.userId}/displayname`, { displayname: 'A' })
  const { timeline } = (await bob.get(`/sync?since=${next_batch}`)).body.rooms.join[room]
  t.match(timeline.events, [{ type: 'm.room.member', state_key: alice.userId }])
})

t.test('an ignored user does not notify users who ignore them', async (t) => {
  const { alice, bob, carol, list, room } = await ignoring(t)
  await bob.post('/pushers/set', pusher(NOWHERE))
  await send(alice, room, { body: 'noise', 'm.mentions': { user_ids: [bob.userId] } })
  t.strictSame(await counts(bob, room), { notification_count: 0, highlight_count: 0 })
  await send(carol, room, 'signal')
  t.equal((await counts(bob, room)).notification_count, 1)
  await bob.put(list, { ignored_users: {} })
  await send(alice, room, 'heard again')
  t.equal((await counts(bob, room)).notification_count, 2)
})

t.test('an invitation by an ignored user is hidden', async (t) => {
  const { alice, bob, carol } = await ignoring(t)
  await alice.post('/createRoom', { invite: [bob.userId] })
  const { room_id } = (await carol.post('/createRoom', { invite: [bob.userId] })).body
  t.strictSame(Object.keys((await bob.get('/sync')).body.rooms.invite), [room_id])
})
