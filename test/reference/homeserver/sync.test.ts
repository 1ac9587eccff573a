import t from 'tap'
import { send, testServer } from './support.ts'

const bodies = (room: { timeline: { events: { content: { body: string } }[] } }) =>
  room.timeline.events.map((event) => event.content.body)

t.test('a sync returns the news since the previous one', async (t) => {
  const { register, room } = testServer(t)
  const [alice, bob] = [await register('alice'), await register('bob')]
  const roomId = await room(alice, bob)
  await send(alice, roomId, 'one')
  const first = (await bob.get('/sync')).body
  t.equal(bodies(first.rooms.join[roomId]).at(-1), 'one')

  const quiet = (await bob.get(`/sync?since=${first.next_batch}`)).body
  t.strictSame(quiet.rooms, { join: {}, invite: {}, leave: {} })

  await send(alice, roomId, 'two')
  await alice.put(`/rooms/${roomId}/state/m.room.name`, { name: 'Den' })
  const second = (await bob.get(`/sync?since=${first.next_batch}`)).body
  t.strictSame(bodies(second.rooms.join[roomId]), ['two', undefined])
  t.strictSame(second.rooms.join[roomId].state.events, [], 'state in the timeline is not repeated in the state')
  t.equal(second.rooms.join[roomId].timeline.limited, false)
  t.notOk('room_id' in second.rooms.join[roomId].timeline.events[0])
})

t.test('a limited timeline has the newest events, and the state before them', async (t) => {
  const { register, room } = testServer(t)
  const alice = await register('alice')
  const roomId = await room(alice)
  const since = (await alice.get('/sync')).body.next_batch
  await alice.put(`/rooms/${roomId}/state/m.room.name`, { name: 'Den' })
  for (const body of ['one', 'two', 'three']) await send(alice, roomId, body)
  const { body } = await alice.get(`/sync?since=${since}&filter={"room":{"timeline":{"limit":2}}}`)
  const joined = body.rooms.join[roomId]
  t.strictSame(bodies(joined), ['two', 'three'])
  t.equal(joined.timeline.limited, true)
  t.match(joined.state.events, [{ type: 'm.room.name', content: { name: 'Den' } }])
})

t.test('a filter applies by its ID and inline', async (t) => {
  const { register, room } = testServer(t)
  const alice = await register('alice')
  const [one, two] = [await room(alice), await room(alice)]
  await send(alice, one, 'text')
  const filter = {
    account_data: { not_types: ['m.push*'] },
    room: { rooms: [one], timeline: { types: ['m.room.message'] }, state: { types: [] } },
  }
  const { filter_id } = (await alice.post(`/user/${alice.userId}/filter`, filter)).body
  t.strictSame((await alice.get(`/user/${alice.userId}/filter/${filter_id}`)).body, filter)
  for (const either of [filter_id, encodeURIComponent(JSON.stringify(filter))]) {
    const { body } = await alice.get(`/sync?filter=${either}`)
    t.strictSame(body.account_data.events, [])
    t.strictSame(Object.keys(body.rooms.join), [one])
    t.notOk(two in body.rooms.join)
    t.strictSame(bodies(body.rooms.join[one]), ['text'])
    t.strictSame(body.rooms.join[one].state.events, [])
  }
  t.equal((await alice.get('/sync?filter=99')).status, 400)
  t.equal((await alice.get('/sync?since=x')).status, 400)
  t.equal((await alice.get(`/user/${alice.userId}/filter/99`)).status, 404)
})

t.test('an invitation contains the state that describes the room', async (t) => {
  const { register } = testServer(t)
  const [alice, bob] = [await register('alice'), await register('bob')]
  const { room_id } = (await alice.post('/createRoom', { name: 'Den', invite: [bob.userId] })).body
  const { body } = await bob.get('/sync')
  const { events } = body.rooms.invite[room_id].invite_state
  t.match(events, [{ type: 'm.room.create' }, { content: { name: 'Den' } }])
  t.match(events.at(-1), { type: 'm.room.member', state_key: bob.userId, content: { membership: 'invite' } })
  t.notOk(room_id in body.rooms.join)
  await bob.post(`/rooms/${room_id}/join`)
  const joined = (await bob.get(`/sync?since=${body.next_batch}`)).body.rooms.join[room_id]
  t.equal(joined.timeline.events[0].type, 'm.room.create', 'a newly joined room is complete')
})

t.test('a room that the user left is returned once more, up to that event', async (t) => {
  const { register, room } = testServer(t)
  const [alice, bob] = [await register('alice'), await register('bob')]
  const roomId = await room(alice, bob)
  const since = (await bob.get('/sync')).body.next_batch
  await send(alice, roomId, 'before')
  await alice.post(`/rooms/${roomId}/kick`, { user_id: bob.userId })
  await send(alice, roomId, 'after')
  const { body } = await bob.get(`/sync?since=${since}`)
  t.strictSame(bodies(body.rooms.leave[roomId]), ['before', undefined])
  t.strictSame((await bob.get(`/sync?since=${body.next_batch}`)).body.rooms.leave, {})
  t.strictSame(
    (await bob.get('/sync')).body.rooms.leave,
    {},
    'an initial sync does not contain rooms that the user left',
  )
})

t.test('global account data and account data of rooms are synced', async (t) => {
  const { register, room } = testServer(t)
  const [alice, bob] = [await register('alice'), await register('bob')]
  const roomId = await room(alice)
  const since = (await alice.get('/sync')).body.next_batch
  const [global, local] = [`/user/${alice.userId}`, `/user/${alice.userId}/rooms/${roomId}`]
  t.equal((await alice.get(`${global}/account_data/org.example`)).status, 404)
  t.equal((await alice.put(`${global}/account_data/org.example`, { v: 1 })).status, 200)
  t.equal((await alice.put(`${local}/account_data/org.example`, { v: 2 })).status, 200)
  t.strictSame((await alice.get(`${global}/account_data/org.example`)).body, { v: 1 })
  t.strictSame((await alice.get(`${local}/account_data/org.example`)).body, { v: 2 })
  t.equal((await bob.put(`${global}/account_data/org.example`, {})).status, 403)
  const { body } = await alice.get(`/sync?since=${since}`)
  t.strictSame(body.account_data.events, [{ type: 'org.example', content: { v: 1 } }])
  t.strictSame(body.rooms.join[roomId].account_data.events, [{ type: 'org.example', content: { v: 2 } }])
})

t.test('push rules and read markers cannot be written as account data', async (t) => {
  const { register, room } = testServer(t)
  const alice = await register('alice')
  const roomId = await room(alice)
  for (const type of ['m.push_rules', 'm.fully_read']) {
    for (const place of ['', `/rooms/${roomId}`]) {
      const path = `/user/${alice.userId}${place}/account_data/${type}`
      t.match(await alice.put(path, {}), { status: 405, body: { errcode: 'M_BAD_JSON' } }, path)
    }
  }
  const rules = await alice.get(`/user/${alice.userId}/account_data/m.push_rules`)
  t.strictSame(rules.body, (await alice.get('/pushrules/')).body, 'push rules can be read as account data')
})

t.test('changed push rules are in the next sync, complete', async (t) => {
  const { register } = testServer(t)
  const alice = await register('alice')
  const first = (await alice.get('/sync')).body
  t.match(first.account_data.events, [{ type: 'm.push_rules', content: (await alice.get('/pushrules/')).body }])
  await alice.put('/pushrules/global/content/cake', { pattern: 'cake', actions: ['notify'] })
  const { events } = (await alice.get(`/sync?since=${first.next_batch}`)).body.account_data
  t.strictSame(events, [{ type: 'm.push_rules', content: (await alice.get('/pushrules/')).body }])
})
