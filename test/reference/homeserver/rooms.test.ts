import t from 'tap'
import { send, testServer } from './support.ts'

t.test('a new room has its initial events in order', async (t) => {
  const { register } = testServer(t)
  const [alice, bob] = [await register('alice'), await register('bob')]
  await bob.put(`/profile/${bob.userId}/displayname`, { displayname: 'Bob' })
  const { body } = await alice.post('/createRoom', {
    preset: 'trusted_private_chat',
    name: 'Den',
    topic: 'Knees',
    invite: [bob.userId],
    is_direct: true,
    room_alias_name: 'den',
    initial_state: [{ type: 'org.example', state_key: 'k', content: { v: 1 } }],
    power_level_content_override: { invite: 10 },
  })
  const sync = (await alice.get('/sync?filter={"room":{"timeline":{"limit":50}}}')).body
  const { events } = sync.rooms.join[body.room_id].timeline
  t.strictSame(
    events.map((event: { type: string }) => event.type),
    [
      'm.room.create',
      'm.room.member',
      'm.room.power_levels',
      'm.room.canonical_alias',
      'm.room.join_rules',
      'm.room.history_visibility',
      'm.room.guest_access',
      'org.example',
      'm.room.name',
      'm.room.topic',
      'm.room.member',
    ],
  )
  t.match(events[2].content, { users: { [alice.userId]: 100, [bob.userId]: 100 }, invite: 10 })
  t.strictSame(events.at(-1).content, { membership: 'invite', displayname: 'Bob', is_direct: true })
  t.equal((await bob.get('/directory/room/%23den:localhost')).body.room_id, body.room_id)
})

t.test('a failed creation of a room leaves nothing behind', async (t) => {
  const { register } = testServer(t)
  const alice = await register('alice')
  const cases = [
    { settings: { room_version: '1' }, errcode: 'M_UNSUPPORTED_ROOM_VERSION' },
    { settings: { preset: 'x' }, errcode: 'M_INVALID_PARAM' },
    { settings: { invite: ['@nobody:localhost'] }, errcode: 'M_NOT_FOUND' },
    { settings: { invite: ['@bob:elsewhere'] }, errcode: 'M_INVALID_PARAM' },
    { settings: { initial_state: [{ type: 't' }] }, errcode: 'M_BAD_JSON' },
    { settings: { power_level_content_override: { ban: 'x' } }, errcode: 'M_BAD_JSON' },
  ]
  for (const { settings, errcode } of cases) {
    t.match((await alice.post('/createRoom', settings)).body, { errcode }, JSON.stringify(settings))
  }
  t.strictSame((await alice.get('/joined_rooms')).body, { joined_rooms: [] })
})

t.test('the creator of a room of version 12 has infinite power', async (t) => {
  const { register, room } = testServer(t)
  const [alice, bob] = [await register('alice'), await register('bob')]
  const old = await room(alice, bob)
  t.match((await alice.get(`/rooms/${old}/state/m.room.power_levels`)).body.users, { [alice.userId]: 100 })
  const created = await alice.post('/createRoom', { room_version: '12', preset: 'public_chat' })
  const roomId = created.body.room_id
  t.notMatch(roomId, /:/, 'the room ID contains no server name')
  t.strictSame((await alice.get(`/rooms/${roomId}/state/m.room.power_levels`)).body.users, {})
  t.equal((await alice.put(`/rooms/${roomId}/state/m.room.name`, { name: 'x' })).status, 200)
})

t.test('changes of membership require permission', async (t) => {
  const { register } = testServer(t)
  const [alice, bob, carol] = [await register('alice'), await register('bob'), await register('carol')]
  const roomId = (await alice.post('/createRoom', {})).body.room_id
  const act = async (who: typeof alice, action: string, target?: typeof alice) =>
    (await who.post(`/rooms/${roomId}/${action}`, target === undefined ? {} : { user_id: target.userId })).status

  t.equal(await act(bob, 'join'), 403, 'a user without an invitation cannot join a private room')
  t.equal(await act(bob, 'invite', carol), 403, 'a user outside the room cannot invite')
  t.equal(await act(alice, 'invite', bob), 200)
  t.equal(await act(bob, 'join'), 200)
  t.equal(await act(bob, 'join'), 200, 'joining twice succeeds')
  t.equal(await act(alice, 'invite', bob), 403, 'a joined user cannot be invited')
  t.equal(await act(bob, 'kick', alice), 403, 'a user without power cannot kick')
  t.equal(await act(alice, 'kick', bob), 200)
  t.equal(await act(bob, 'leave'), 403, 'a user outside the room cannot leave')
  t.equal(await act(alice, 'ban', bob), 200)
  t.equal(await act(alice, 'invite', bob), 403, 'a banned user cannot be invited')
  t.equal(await act(bob, 'join'), 403)
  t.equal(await act(alice, 'leave'), 200)
  t.strictSame((await alice.get('/joined_rooms')).body, { joined_rooms: [] })
  t.match(await alice.post('/join/!unknown:localhost'), { status: 404, body: { errcode: 'M_NOT_FOUND' } })
})

t.test('a public room can be joined by its alias', async (t) => {
  const { register } = testServer(t)
  const [alice, bob] = [await register('alice'), await register('bob')]
  const { room_id } = (await alice.post('/createRoom', { preset: 'public_chat' })).body
  const alias = '/directory/room/%23plaza:localhost'
  t.equal((await alice.get(alias)).status, 404)
  t.equal((await alice.put(alias, { room_id })).status, 200)
  t.equal((await alice.put(alias, { room_id })).status, 409)
  t.strictSame((await bob.post('/join/%23plaza:localhost')).body, { room_id })
  const { joined } = (await bob.get(`/rooms/${room_id}/joined_members`)).body
  t.strictSame(Object.keys(joined), [alice.userId, bob.userId])
  const members = (await bob.get(`/rooms/${room_id}/members`)).body.chunk
  t.match(members, [{ type: 'm.room.member', state_key: alice.userId, room_id }, { state_key: bob.userId }])
})

t.test('a message is sent once for each transaction ID', async (t) => {
  const { login, register, room } = testServer(t)
  const alice = await register('alice')
  const roomId = await room(alice)
  const path = `/rooms/${roomId}/send/m.room.message/once`
  const first = await alice.put(path, { body: 'x' })
  t.strictSame(await alice.put(path, { body: 'x' }), first)
  t.notSame(await (await login('alice')).put(path, { body: 'x' }), first, 'another device has its own transaction IDs')
})

t.test('power levels restrict sending and changes of power levels', async (t) => {
  const { register, room } = testServer(t)
  const [alice, bob, carol] = [await register('alice'), await register('bob'), await register('carol')]
  const roomId = await room(alice, bob, carol)
  const levels = `/rooms/${roomId}/state/m.room.power_levels`
  const { body: before } = await alice.get(levels)
  const users = { [alice.userId]: 100, [bob.userId]: 50 }
  t.equal((await bob.put(levels, { ...before, users })).status, 403, 'users cannot raise their own level')
  t.equal((await carol.put(`/rooms/${roomId}/state/m.room.name`, { name: 'x' })).status, 403, 'state requires 50')
  const events = { ...before.events, 'm.room.power_levels': 50, 'org.example': 60 }
  t.equal((await alice.put(levels, { ...before, users, events })).status, 200)

  const bobs = { ...before, users, events }
  const cases = [
    {
      change: { users: { ...users, [carol.userId]: 50 } },
      status: 200,
      says: 'a level up to the own one can be given',
    },
    { change: { users: { ...users, [carol.userId]: 51 } }, status: 403, says: 'a higher level cannot be given' },
    { change: { users: { [bob.userId]: 50 } }, status: 403, says: 'a level of a higher user cannot be changed' },
    {
      change: { users, events: { ...events, 'org.example': 0 } },
      status: 403,
      says: 'a requirement above the own level cannot be changed',
    },
    {
      change: { users, notifications: { room: 51 } },
      status: 403,
      says: 'a requirement cannot be raised above the own level',
    },
    { change: { users, notifications: { room: 'x' } }, status: 400, says: 'levels must be integers' },
  ]
  for (const { change, status, says } of cases)
    t.equal((await bob.put(levels, { ...bobs, ...change })).status, status, says)

  t.equal((await bob.put(`/rooms/${roomId}/send/org.example/1`, {})).status, 403, 'the level of the event type applies')
  const own = `/rooms/${roomId}/state/org.mine/${carol.userId}`
  t.equal((await bob.put(own, {})).status, 403, 'a state key that is a user ID is reserved for that user')
})

t.test('only members can read state', async (t) => {
  const { register, room } = testServer(t)
  const [alice, bob] = [await register('alice'), await register('bob')]
  const roomId = await room(alice)
  await alice.put(`/rooms/${roomId}/state/m.room.name/`, { name: 'One' })
  await alice.put(`/rooms/${roomId}/state/org.example/key`, { v: 1 })
  t.strictSame((await alice.get(`/rooms/${roomId}/state/m.room.name`)).body, { name: 'One' })
  t.strictSame((await alice.get(`/rooms/${roomId}/state/org.example/key`)).body, { v: 1 })
  t.match(await alice.get(`/rooms/${roomId}/state/org.example`), { status: 404, body: { errcode: 'M_NOT_FOUND' } })
  t.equal((await bob.get(`/rooms/${roomId}/state/m.room.name`)).status, 403)
})

t.test('a redaction removes the content', async (t) => {
  const { register, room } = testServer(t)
  const [alice, bob] = [await register('alice'), await register('bob')]
  const roomId = await room(alice, bob)
  const [hers, his] = [await send(alice, roomId, 'hers'), await send(bob, roomId, 'his')]
  t.equal((await bob.put(`/rooms/${roomId}/redact/${encodeURIComponent(hers)}/1`, {})).status, 403)
  t.equal((await bob.put(`/rooms/${roomId}/redact/${encodeURIComponent(his)}/2`, {})).status, 200)
  t.equal((await alice.put(`/rooms/${roomId}/redact/${encodeURIComponent(hers)}/3`, { reason: 'r' })).status, 200)
  const { events } = (await alice.get('/sync')).body.rooms.join[roomId].timeline
  const shown = events.find((event: { event_id: string }) => event.event_id === hers)
  t.strictSame(shown.content, {})
  t.match(shown.unsigned.redacted_because, { type: 'm.room.redaction', redacts: hers, content: { reason: 'r' } })
})

t.test('a new display name is sent to every joined room', async (t) => {
  const { register, room } = testServer(t)
  const alice = await register('alice')
  const roomId = await room(alice)
  const path = `/profile/${alice.userId}/displayname`
  t.strictSame((await alice.get(path)).body, {})
  await alice.put(path, { displayname: 'Alice' })
  t.strictSame((await alice.get(path)).body, { displayname: 'Alice' })
  const { joined } = (await alice.get(`/rooms/${roomId}/joined_members`)).body
  t.strictSame(joined, { [alice.userId]: { display_name: 'Alice' } })
  t.equal((await (await register('bob')).put(path, { displayname: 'x' })).status, 403)
})
