import t from 'tap'
import { send, testServer } from './support.ts'

/** Creates a room of Alice with the messages 1 to 5, and Bob in it. */
async function roomWithMessages(t: Parameters<typeof testServer>[0]) {
  const server = testServer(t)
  const [alice, bob] = [await server.register('alice'), await server.register('bob')]
  const room = await server.room(alice, bob)
  const ids: string[] = []
  for (let number = 1; number <= 5; number += 1) ids.push(await send(alice, room, String(number)))
  return { ...server, alice, bob, room, ids }
}

const bodies = (events: { content: { body?: string } }[]) => events.map((event) => event.content.body)
const encoded = (filter: object) => encodeURIComponent(JSON.stringify(filter))
const MESSAGES = encoded({ types: ['m.room.message'] })

t.test('messages are paged backwards from now', async (t) => {
  const { alice, room } = await roomWithMessages(t)
  const first = (await alice.get(`/rooms/${room}/messages?dir=b&limit=2`)).body
  t.strictSame(bodies(first.chunk), ['5', '4'])
  const second = (await alice.get(`/rooms/${room}/messages?dir=b&limit=2&from=${first.end}`)).body
  t.strictSame(bodies(second.chunk), ['3', '2'])
  t.equal(second.start, first.end)
  const rest = (await alice.get(`/rooms/${room}/messages?dir=b&limit=100&from=${second.end}`)).body
  t.equal(rest.chunk.at(-1).type, 'm.room.create')
  t.notOk('end' in rest, 'there is no next page at the start of the room')
  t.match(rest.chunk[0], { room_id: room, event_id: String, sender: alice.userId })
})

t.test('messages are paged forwards from the token of a sync', async (t) => {
  const { alice, bob, room } = await roomWithMessages(t)
  const { next_batch } = (await bob.get('/sync')).body
  for (const body of ['6', '7', '8']) await send(alice, room, body)
  const first = (await bob.get(`/rooms/${room}/messages?dir=f&from=${next_batch}&limit=2`)).body
  t.strictSame(bodies(first.chunk), ['6', '7'])
  const second = (await bob.get(`/rooms/${room}/messages?dir=f&from=${first.end}&limit=2`)).body
  t.strictSame(bodies(second.chunk), ['8'])
  t.notOk('end' in second)
  const bounded = (await bob.get(`/rooms/${room}/messages?dir=f&from=${next_batch}&to=${first.end}`)).body
  t.strictSame(bodies(bounded.chunk), ['6', '7'], 'it stops at another token')
})

t.test('the prev_batch of a limited timeline is the token of the events before it', async (t) => {
  const { bob, room } = await roomWithMessages(t)
  const { timeline } = (await bob.get('/sync?filter={"room":{"timeline":{"limit":2}}}')).body.rooms.join[room]
  t.strictSame(bodies(timeline.events), ['4', '5'])
  const { chunk } = (await bob.get(`/rooms/${room}/messages?dir=b&limit=2&from=${timeline.prev_batch}`)).body
  t.strictSame(bodies(chunk), ['3', '2'])
})

t.test('a filter applies to messages', async (t) => {
  const { alice, bob, room } = await roomWithMessages(t)
  await send(bob, room, 'mine')
  await send(alice, room, { msgtype: 'm.image', body: 'picture', url: 'mxc://localhost/x' })
  const cases = [
    { filter: { types: ['m.room.message'], senders: [bob.userId] }, found: ['mine'] },
    { filter: { contains_url: true }, found: ['picture'] },
    { filter: { types: ['m.room.message'], contains_url: false, not_senders: [alice.userId] }, found: ['mine'] },
    { filter: { types: ['m.room.message'], limit: 2 }, found: ['picture', 'mine'] },
    { filter: { types: ['org.example'] }, found: [] },
  ]
  for (const { filter, found } of cases) {
    const { body } = await alice.get(`/rooms/${room}/messages?dir=b&filter=${encoded(filter)}`)
    t.strictSame(bodies(body.chunk), found, JSON.stringify(filter))
  }
})

t.test('a filter that matches nothing in a long room returns empty pages up to the end', async (t) => {
  const { alice, room } = await roomWithMessages(t)
  for (let number = 0; number < 1000; number += 1) await send(alice, room, 'x')
  const path = `/rooms/${room}/messages?dir=b&filter=${encoded({ types: ['m.room.create'] })}`
  const first = (await alice.get(path)).body
  t.strictSame(first.chunk, [])
  const second = (await alice.get(`${path}&from=${first.end}`)).body
  t.match(second.chunk, [{ type: 'm.room.create' }])
  t.notOk('end' in second)
})

t.test('invalid queries are refused', async (t) => {
  const { alice, register, room } = await roomWithMessages(t)
  const cases = [
    { query: '', errcode: 'M_MISSING_PARAM' },
    { query: 'dir=x', errcode: 'M_INVALID_PARAM' },
    { query: 'dir=b&from=x', errcode: 'M_INVALID_PARAM' },
    { query: 'dir=b&to=x', errcode: 'M_INVALID_PARAM' },
    { query: 'dir=b&limit=x', errcode: 'M_INVALID_PARAM' },
    { query: 'dir=b&filter=x', errcode: 'M_INVALID_PARAM' },
  ]
  for (const { query, errcode } of cases) {
    t.match(await alice.get(`/rooms/${room}/messages?${query}`), { status: 400, body: { errcode } }, query)
  }
  const anonymousClient = await register('carol')
  t.match(await anonymousClient.get(`/rooms/${room}/messages?dir=b`), { status: 403, body: { errcode: 'M_FORBIDDEN' } })
  t.match(await anonymousClient.get('/rooms/!unknown:localhost/messages?dir=b'), { status: 403 })
})

t.test('an event is returned alone, and with the events around it', async (t) => {
  const { alice, ids, register, room } = await roomWithMessages(t)
  const id = encodeURIComponent(ids[2] ?? '')
  t.match((await alice.get(`/rooms/${room}/event/${id}`)).body, { event_id: ids[2], room_id: room })
  t.match((await alice.get(`/events/${id}`)).body, { event_id: ids[2], room_id: room })

  const context = (await alice.get(`/rooms/${room}/context/${id}?limit=3&filter=${MESSAGES}`)).body
  t.equal(context.event.content.body, '3')
  t.strictSame(bodies(context.events_before), ['2'])
  t.strictSame(bodies(context.events_after), ['4'])
  t.ok(context.state.some((event: { type: string }) => event.type === 'm.room.create'))
  const before = (await alice.get(`/rooms/${room}/messages?dir=b&limit=1&from=${context.start}`)).body
  const after = (await alice.get(`/rooms/${room}/messages?dir=f&limit=1&from=${context.end}`)).body
  t.strictSame([bodies(before.chunk), bodies(after.chunk)], [['1'], ['5']], 'its tokens continue to further events')

  const alone = (await alice.get(`/rooms/${room}/context/${id}?limit=1`)).body
  t.strictSame([alone.events_before, alone.events_after], [[], []])

  const anonymousClient = await register('carol')
  for (const path of [`/rooms/${room}/event/${id}`, `/rooms/${room}/context/${id}`, `/events/${id}`]) {
    t.match(await anonymousClient.get(path), { status: 404, body: { errcode: 'M_NOT_FOUND' } }, path)
  }
})

t.test('a user who has left a room reads its state at that time', async (t) => {
  const { alice, bob, register, room } = await roomWithMessages(t)
  await alice.put(`/rooms/${room}/state/m.room.name`, { name: 'Before' })
  await bob.post(`/rooms/${room}/leave`)
  await alice.put(`/rooms/${room}/state/m.room.name`, { name: 'After' })
  await alice.put(`/rooms/${room}/state/m.room.topic`, { topic: 'After' })
  t.strictSame((await bob.get(`/rooms/${room}/state/m.room.name`)).body, { name: 'Before' })
  t.equal((await bob.get(`/rooms/${room}/state/m.room.topic`)).status, 404)
  const types = (await bob.get(`/rooms/${room}/state`)).body.map((event: { type: string }) => event.type)
  t.ok(types.includes('m.room.name'))
  t.notOk(types.includes('m.room.topic'))
  t.equal((await (await register('carol')).get(`/rooms/${room}/state`)).status, 403)
})

t.test('members are filtered by membership and by time', async (t) => {
  const { alice, bob, register, room } = await roomWithMessages(t)
  const carol = await register('carol')
  const { next_batch } = (await alice.get('/sync')).body
  await alice.post(`/rooms/${room}/invite`, { user_id: carol.userId })
  await bob.post(`/rooms/${room}/leave`)
  const cases = [
    { query: '', found: [alice, carol, bob] },
    { query: 'membership=join', found: [alice] },
    { query: 'not_membership=leave', found: [alice, carol] },
    { query: 'membership=leave&not_membership=invite', found: [alice, bob] },
    { query: `at=${next_batch}`, found: [alice, bob] },
  ]
  for (const { query, found } of cases) {
    const { chunk } = (await alice.get(`/rooms/${room}/members?${query}`)).body
    const users = chunk.map((event: { state_key: string }) => event.state_key)
    t.strictSame(
      users,
      found.map((user) => user.userId),
      query,
    )
  }
  t.match(await alice.get(`/rooms/${room}/members?membership=x`), { status: 400, body: { errcode: 'M_INVALID_PARAM' } })
})
