import t from 'tap'
import { testServer } from './support.ts'

t.test('a new avatar and a new display name are sent to every joined room', async (t) => {
  const { register, room } = testServer(t)
  const [alice, bob] = [await register('alice'), await register('bob')]
  const roomId = await room(alice)
  const profile = `/profile/${alice.userId}`
  const avatar_url = 'mxc://localhost/a'
  await alice.put(`${profile}/avatar_url`, { avatar_url })
  await alice.put(`${profile}/displayname`, { displayname: 'Alice' })
  t.strictSame((await bob.get(`${profile}/avatar_url`)).body, { avatar_url })
  t.strictSame((await bob.get(profile)).body, { displayname: 'Alice', avatar_url })
  const { joined } = (await alice.get(`/rooms/${roomId}/joined_members`)).body
  t.strictSame(joined, { [alice.userId]: { display_name: 'Alice', avatar_url } })
  await alice.put(`${profile}/avatar_url`, { avatar_url: '' })
  t.strictSame((await bob.get(profile)).body, { displayname: 'Alice' })
  t.equal((await bob.put(`${profile}/avatar_url`, { avatar_url })).status, 403)
  t.match(await bob.get('/profile/@nobody:localhost'), { status: 404, body: { errcode: 'M_NOT_FOUND' } })
})

t.test('members can list aliases, and users who may name the room can delete them', async (t) => {
  const { register, room } = testServer(t)
  const [alice, bob] = [await register('alice'), await register('bob')]
  const roomId = await room(alice, bob)
  const alias = '/directory/room/%23den:localhost'
  await bob.put(alias, { room_id: roomId })
  t.strictSame((await bob.get(`/rooms/${roomId}/aliases`)).body, { aliases: ['#den:localhost'] })
  t.equal((await bob.delete(alias)).status, 403)
  t.equal((await alice.delete(alias)).status, 200)
  t.equal((await alice.get(alias)).status, 404)
  t.match(await alice.delete(alias), { status: 404, body: { errcode: 'M_NOT_FOUND' } })
})

t.test('tags are stored as account data of the room', async (t) => {
  const { register, room } = testServer(t)
  const [alice, bob] = [await register('alice'), await register('bob')]
  const roomId = await room(alice)
  const tags = `/user/${alice.userId}/rooms/${roomId}/tags`
  const { next_batch } = (await alice.get('/sync')).body
  t.strictSame((await alice.get(tags)).body, { tags: {} })
  await alice.put(`${tags}/m.favourite`, { order: 0.5 })
  await alice.put(`${tags}/u.work`, {})
  const { account_data } = (await alice.get(`/sync?since=${next_batch}`)).body.rooms.join[roomId]
  t.strictSame(account_data.events, [
    { type: 'm.tag', content: { tags: { 'm.favourite': { order: 0.5 }, 'u.work': {} } } },
  ])
  await alice.delete(`${tags}/m.favourite`)
  t.strictSame((await alice.get(tags)).body, { tags: { 'u.work': {} } })
  t.match(await alice.put(`${tags}/x`, { order: 'first' }), { status: 400, body: { errcode: 'M_BAD_JSON' } })
  t.equal((await bob.get(tags)).status, 403)
})

t.test('presence is stored and can be read', async (t) => {
  const { register } = testServer(t)
  const [alice, bob] = [await register('alice'), await register('bob')]
  const path = `/presence/${alice.userId}/status`
  t.strictSame((await bob.get(path)).body, { presence: 'offline' })
  t.equal((await alice.put(path, { presence: 'online', status_msg: 'Here' })).status, 200)
  t.strictSame((await bob.get(path)).body, { presence: 'online', status_msg: 'Here' })
  t.match(await alice.put(path, { presence: 'x' }), { status: 400, body: { errcode: 'M_INVALID_PARAM' } })
  t.equal((await bob.put(path, { presence: 'online' })).status, 403)
})

t.test('typing is reported to the room until it ends', async (t) => {
  const { register, room } = testServer(t)
  const [alice, bob, carol] = [await register('alice'), await register('bob'), await register('carol')]
  const roomId = await room(alice, bob)
  const path = `/rooms/${roomId}/typing/${alice.userId}`
  let since = (await bob.get('/sync')).body.next_batch
  async function typingUsers(timeout = 0): Promise<string[] | undefined> {
    const { body } = await bob.get(`/sync?since=${since}&timeout=${timeout}`)
    since = body.next_batch
    const events: { type: string; content: { user_ids: string[] } }[] = body.rooms.join[roomId]?.ephemeral.events ?? []
    return events.find((event) => event.type === 'm.typing')?.content.user_ids
  }

  t.equal((await alice.put(path, { typing: true, timeout: 60_000 })).status, 200)
  t.strictSame(await typingUsers(), [alice.userId])
  await alice.put(path, { typing: true, timeout: 60_000 })
  t.equal(await typingUsers(), undefined, 'a renewal is not reported')
  await alice.put(path, { typing: false })
  t.strictSame(await typingUsers(), [])
  await alice.put(path, { typing: true, timeout: 5 })
  let typing: string[] | undefined
  do typing = await typingUsers(60_000)
  while (typing?.length !== 0)
  t.pass('the timeout of typing wakes a waiting sync')

  t.equal((await alice.put(path, {})).status, 400)
  t.match(await alice.put(path, { typing: true, timeout: 'x' }), { status: 400, body: { errcode: 'M_BAD_JSON' } })
  t.equal((await bob.put(path, { typing: true })).status, 403, 'a user cannot type for another user')
  t.equal((await carol.put(`/rooms/${roomId}/typing/${carol.userId}`, { typing: true })).status, 403)
})
