import t from 'tap'
import { send, testServer } from './support.ts'

t.test('past notifications are paged, newest first', async (t) => {
  const { register, room } = testServer(t)
  const [alice, bob] = [await register('alice'), await register('bob')]
  const roomId = await room(alice, bob)
  const invited = (await bob.get('/notifications')).body
  t.match(invited.notifications, [{ event: { type: 'm.room.member' }, read: true }])
  t.notOk('next_token' in invited)

  const sent: string[] = []
  for (const body of ['one', 'two', 'three', 'four']) sent.push(await send(alice, roomId, body))
  await send(bob, await room(bob), 'mine')
  await bob.post(`/rooms/${roomId}/receipt/m.read/${encodeURIComponent(sent[1] ?? '')}`)

  const seen: { event: { event_id: string }; read: boolean }[] = []
  let from: string | undefined
  do {
    const { body } = await bob.get(`/notifications?limit=2${from === undefined ? '' : `&from=${from}`}`)
    t.ok(body.notifications.length <= 2)
    seen.push(...body.notifications)
    from = body.next_token
  } while (from !== undefined)
  t.strictSame(
    seen.slice(0, 4).map(({ event }) => event.event_id),
    sent.toReversed(),
  )
  t.equal(seen.length, 5)
  t.strictSame(
    seen.map(({ read }) => read),
    [false, false, true, true, true],
  )
  t.match(seen[0], { room_id: roomId, ts: Number, actions: ['notify', { set_tweak: 'sound', value: 'default' }] })
  t.notOk('room_id' in (seen[0]?.event ?? {}), 'the room ID is next to the event')
  t.strictSame((await alice.get('/notifications')).body, { notifications: [] })
})

t.test('highlights can be listed alone', async (t) => {
  const { register, room } = testServer(t)
  const [alice, bob] = [await register('alice'), await register('bob')]
  const roomId = await room(alice, bob)
  await send(alice, roomId, 'plain')
  const mention = await send(alice, roomId, { body: 'x', 'm.mentions': { user_ids: [bob.userId] } })
  const { notifications } = (await bob.get('/notifications?only=highlight')).body
  t.match(notifications, [{ event: { event_id: mention } }])
  t.equal(notifications.length, 1)
})

t.test('invalid parameters are refused', async (t) => {
  const { register } = testServer(t)
  const alice = await register('alice')
  for (const query of ['limit=0', 'limit=-1', 'limit=x', 'from=x']) {
    t.match(await alice.get(`/notifications?${query}`), { status: 400, body: { errcode: 'M_INVALID_PARAM' } }, query)
  }
})

t.test('before v1.2 the event contains its room ID', async (t) => {
  const { register, room } = testServer(t, { specVersion: 'v1.1' })
  const [alice, bob] = [await register('alice'), await register('bob')]
  const roomId = await room(alice, bob)
  t.equal((await bob.get('/notifications')).body.notifications[0].event.room_id, roomId)
})
