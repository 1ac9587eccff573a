import t from 'tap'
import { type Client, send, testServer } from './support.ts'

t.test('a kick, a ban or an unban requires a suitable membership of its target', async (t) => {
  const { register, room } = testServer(t)
  const [alice, bob, carol] = [await register('alice'), await register('bob'), await register('carol')]
  const roomId = await room(alice, bob, carol)
  const act = async (who: Client, action: string, target: Client) =>
    (await who.post(`/rooms/${roomId}/${action}`, { user_id: target.userId })).status
  const membership = async (user: Client) =>
    (await alice.get(`/rooms/${roomId}/state/m.room.member/${user.userId}`)).body.membership

  t.equal(await act(alice, 'unban', bob), 403, 'a user who is not banned cannot be unbanned')
  t.equal(await membership(bob), 'join')
  t.equal(await act(alice, 'ban', bob), 200)
  t.equal(await act(alice, 'kick', bob), 403, 'a kick does not lift a ban')
  t.equal(await membership(bob), 'ban')
  t.equal(await act(carol, 'unban', bob), 403, 'a user without power cannot lift a ban')
  t.equal(await act(alice, 'unban', bob), 200)
  t.equal(await membership(bob), 'leave')
  t.equal(await act(alice, 'kick', bob), 403, 'a user outside the room cannot be kicked')
  t.equal(await act(alice, 'invite', bob), 200, 'the user can be invited again')
})

t.test('a forgotten room is hidden from the user who forgot it, until they return', async (t) => {
  const { register, room } = testServer(t)
  const [alice, bob] = [await register('alice'), await register('bob')]
  const roomId = await room(alice, bob)
  const forget = async () => await bob.post(`/rooms/${roomId}/forget`)
  t.match(await forget(), { status: 400, body: { errcode: 'M_UNKNOWN' } }, 'a joined room cannot be forgotten')
  await bob.post(`/rooms/${roomId}/leave`)
  const left = '/sync?filter={"room":{"include_leave":true}}'
  t.ok(roomId in (await bob.get(left)).body.rooms.leave)
  t.equal((await bob.get(`/rooms/${roomId}/messages?dir=b`)).status, 200)

  t.equal((await forget()).status, 200)
  t.strictSame((await bob.get(left)).body.rooms.leave, {})
  t.equal((await bob.get(`/rooms/${roomId}/messages?dir=b`)).status, 403)
  t.equal((await forget()).status, 200, 'forgetting twice succeeds')

  await alice.post(`/rooms/${roomId}/invite`, { user_id: bob.userId })
  await bob.post(`/rooms/${roomId}/join`)
  t.equal((await bob.get(`/rooms/${roomId}/messages?dir=b`)).status, 200)
})

t.test('a redaction by the send endpoint requires the same power', async (t) => {
  const { register, room } = testServer(t)
  const [alice, bob] = [await register('alice'), await register('bob')]
  const roomId = await room(alice, bob)
  const [hers, his] = [await send(alice, roomId, 'hers'), await send(bob, roomId, 'his')]
  const redact = (who: Client, txnId: string, content: object) =>
    who.put(`/rooms/${roomId}/send/m.room.redaction/${txnId}`, content)
  const content = async (id: string) => (await bob.get(`/rooms/${roomId}/event/${encodeURIComponent(id)}`)).body.content

  t.match(await redact(bob, '1', {}), { status: 400, body: { errcode: 'M_MISSING_PARAM' } })
  t.match(await redact(bob, '2', { redacts: hers }), { status: 403, body: { errcode: 'M_FORBIDDEN' } })
  t.match(await content(hers), { body: 'hers' })
  t.equal((await redact(bob, '3', { redacts: his })).status, 200, 'an own event')
  t.strictSame(await content(his), {})
  const first = await redact(alice, '4', { redacts: hers, reason: 'r' })
  t.strictSame(await redact(alice, '4', { redacts: hers, reason: 'r' }), first, 'a transaction ID sends it once')
  t.strictSame(await content(hers), {})
})

t.test('the fields that survive a redaction depend on the room version', async (t) => {
  const { register } = testServer(t)
  const alice = await register('alice')
  const cases = [
    { room_version: '10', left: { ban: 50 }, gone: 'invite' },
    { room_version: '11', left: { ban: 50, invite: 0 }, gone: 'notifications' },
  ]
  for (const { room_version, left, gone } of cases) {
    const { room_id } = (await alice.post('/createRoom', { room_version })).body
    const state: { type: string; event_id: string }[] = (await alice.get(`/rooms/${room_id}/state`)).body
    const levels = state.find((event) => event.type === 'm.room.power_levels')?.event_id ?? ''
    await alice.put(`/rooms/${room_id}/redact/${encodeURIComponent(levels)}/1`, {})
    const { body } = await alice.get(`/rooms/${room_id}/state/m.room.power_levels`)
    t.match(body, left, room_version)
    t.notOk(gone in body, room_version)
  }
})

t.test('a redaction of a member event removes the display name in it', async (t) => {
  const { register, room } = testServer(t)
  const [alice, bob] = [await register('alice'), await register('bob')]
  await bob.put(`/profile/${bob.userId}/displayname`, { displayname: 'Rude' })
  const roomId = await room(alice, bob)
  const { chunk } = (await alice.get(`/rooms/${roomId}/members?membership=join`)).body
  const { event_id } = chunk.find((event: { state_key: string }) => event.state_key === bob.userId)
  await alice.put(`/rooms/${roomId}/redact/${encodeURIComponent(event_id)}/1`, {})
  t.strictSame((await alice.get(`/rooms/${roomId}/joined_members`)).body.joined[bob.userId], {})
})

t.test('events that are too large are refused', async (t) => {
  const { register, room } = testServer(t)
  const alice = await register('alice')
  const roomId = await room(alice)
  const path = `/rooms/${roomId}/send/m.room.message`
  t.equal((await alice.put(`${path}/1`, { body: 'x'.repeat(65_000) })).status, 200)
  t.match(await alice.put(`${path}/2`, { body: 'x'.repeat(65_536) }), { status: 413, body: { errcode: 'M_TOO_LARGE' } })
  const long = `/rooms/${roomId}/send/${'x'.repeat(256)}/3`
  t.match(await alice.put(long, {}), { status: 400, body: { errcode: 'M_INVALID_PARAM' } })
})

t.test('trusted users of a room of version 12 are creators of it', async (t) => {
  const { register } = testServer(t)
  const [alice, bob] = [await register('alice'), await register('bob')]
  const settings = { room_version: '12', preset: 'trusted_private_chat', invite: [bob.userId] }
  const { room_id } = (await alice.post('/createRoom', settings)).body
  const { body } = await alice.get(`/rooms/${room_id}/state/m.room.create`)
  t.strictSame(body.additional_creators, [bob.userId])
  await bob.post(`/rooms/${room_id}/join`)
  t.equal((await bob.put(`/rooms/${room_id}/state/m.room.tombstone`, { replacement_room: 'x' })).status, 200)
  const users = { [bob.userId]: 100 }
  const refused = await alice.put(`/rooms/${room_id}/state/m.room.power_levels`, { users })
  t.match(refused, { status: 403, body: { errcode: 'M_FORBIDDEN' } }, 'they cannot be given a power level')
})
