import t from 'tap'
import { type Client, counts, send, testServer } from './support.ts'

const receipt = (by: Client, room: string, event: string, type = 'm.read', body: object = {}) =>
  by.post(`/rooms/${room}/receipt/${type}/${encodeURIComponent(event)}`, body)

const unread = (notification_count: number, highlight_count = 0) => ({ notification_count, highlight_count })

const related = (rel_type: string, event_id: string) => ({ body: 'text', 'm.relates_to': { rel_type, event_id } })

async function twoInARoom(t: Parameters<typeof testServer>[0]) {
  const server = testServer(t)
  const [alice, bob] = [await server.register('alice'), await server.register('bob')]
  return { ...server, alice, bob, room: await server.room(alice, bob) }
}

t.test('messages of other users are unread until a receipt', async (t) => {
  const { alice, bob, room } = await twoInARoom(t)
  t.strictSame(await counts(bob, room), unread(0))
  const [one, two] = [await send(alice, room, 'one'), await send(alice, room, 'two')]
  t.strictSame(await counts(bob, room), unread(2))
  t.strictSame(await counts(alice, room), unread(0), 'own messages do not count')
  await receipt(bob, room, one)
  t.strictSame(await counts(bob, room), unread(1), 'a receipt covers events up to its own')
  await receipt(bob, room, two)
  await receipt(bob, room, one)
  t.strictSame(await counts(bob, room), unread(0), 'a receipt for an older event has no effect')
})

t.test('the counts are in the same sync as the event', async (t) => {
  const { alice, bob, room } = await twoInARoom(t)
  const since = (await bob.get('/sync')).body.next_batch
  const event = await send(alice, room, 'one')
  const joined = (await bob.get(`/sync?since=${since}`)).body.rooms.join[room]
  t.equal(joined.timeline.events[0].event_id, event)
  t.strictSame(joined.unread_notifications, unread(1))
})

t.test('mentions are highlights', async (t) => {
  const { alice, bob, room } = await twoInARoom(t)
  await send(alice, room, { body: 'hey', 'm.mentions': { user_ids: [bob.userId] } })
  t.strictSame(await counts(bob, room), unread(1, 1))
})

t.test('receipts, m.read markers and own events mark as read, and nothing else does', async (t) => {
  const { alice, bob, room, room: other } = await twoInARoom(t)
  const cases = [
    { says: 'a private receipt', act: (event: string) => receipt(bob, room, event, 'm.read.private'), left: 0 },
    { says: 'a fully-read marker', act: (event: string) => receipt(bob, room, event, 'm.fully_read'), left: 1 },
    {
      says: 'm.read among markers',
      act: (event: string) => bob.post(`/rooms/${room}/read_markers`, { 'm.read': event }),
      left: 0,
    },
    { says: 'an own event', act: () => send(bob, other, 'mine'), left: 0 },
    {
      says: 'a new display name',
      act: () => bob.put(`/profile/${bob.userId}/displayname`, { displayname: 'B' }),
      left: 1,
    },
  ]
  for (const { says, act, left } of cases) {
    await act(await send(alice, room, says))
    t.strictSame(await counts(bob, room), unread(left), says)
    await receipt(bob, room, await send(alice, room, 'fence'))
  }
})

t.test('invalid receipts are refused', async (t) => {
  const { alice, bob, room, register } = await twoInARoom(t)
  const event = await send(alice, room, 'one')
  const elsewhere = await send(alice, (await alice.post('/createRoom')).body.room_id, 'x')
  const reply = await send(alice, room, related('m.thread', event))
  const reaction = await send(alice, room, related('m.annotation', reply), 'm.reaction')
  const cases = [
    { type: 'm.read', event: '$unknown', says: 'an unknown event' },
    { type: 'm.read', event: elsewhere, says: 'an event of another room' },
    { type: 'm.other', event, says: 'an unknown type' },
    { type: 'm.read', event, body: { thread_id: 7 }, says: 'a thread that is not a string' },
    { type: 'm.read', event, body: { thread_id: '' }, says: 'an empty thread' },
    { type: 'm.read', event, body: { thread_id: '$other' }, says: 'a thread without the event' },
    { type: 'm.read', event: reaction, body: { thread_id: reply }, says: 'an event in a thread as the thread' },
    { type: 'm.read', event: reaction, body: { thread_id: 'main' }, says: 'a reaction to a reply in a thread in main' },
    { type: 'm.fully_read', event, body: { thread_id: 'main' }, says: 'a marker with a thread' },
  ]
  for (const { type, event, body, says } of cases) {
    const response = await receipt(bob, room, event, type, body)
    t.match(response, { status: 400, body: { errcode: 'M_INVALID_PARAM' } }, says)
  }
  const accepted = [
    { event, body: { thread_id: event }, says: 'a root in its thread' },
    { event: reaction, body: { thread_id: event }, says: 'a reaction to a reply in the thread' },
    {
      event: await send(alice, room, related('m.annotation', event), 'm.reaction'),
      body: { thread_id: event },
      says: 'a reaction to the root, which is related to the thread but not in it',
    },
  ]
  t.strictSame(await counts(bob, room), unread(2))
  for (const { event, body, says } of accepted)
    t.equal((await receipt(bob, room, event, 'm.read', body)).status, 200, says)
  t.strictSame(await counts(bob, room), unread(1), 'the root is in the main timeline')
  t.equal((await receipt(await register('carol'), room, event)).status, 403)
})

t.test('before v1.4 there is only one type of receipt', async (t) => {
  const { register, room } = testServer(t, { specVersion: 'v1.3' })
  const alice = await register('alice')
  const roomId = await room(alice)
  const event = await send(alice, roomId, 'x')
  t.equal((await receipt(alice, roomId, event)).status, 200)
  t.equal((await receipt(alice, roomId, event, 'm.read.private')).status, 400)
  t.equal((await alice.post(`/rooms/${roomId}/read_markers`, { 'm.read': event })).status, 400)
  t.equal((await alice.post(`/rooms/${roomId}/read_markers`, { 'm.fully_read': event })).status, 200)
})

t.test('receipts are visible to the room, and private ones to their user only', async (t) => {
  const { alice, bob, room } = await twoInARoom(t)
  const event = await send(alice, room, 'one')
  const [hers, his] = [(await alice.get('/sync')).body.next_batch, (await bob.get('/sync')).body.next_batch]
  await receipt(bob, room, event, 'm.read.private')
  t.strictSame((await alice.get(`/sync?since=${hers}`)).body.rooms.join, {})
  const own = (await bob.get(`/sync?since=${his}`)).body.rooms.join[room].ephemeral.events
  t.match(own, [{ type: 'm.receipt', content: { [event]: { 'm.read.private': { [bob.userId]: { ts: Number } } } } }])
})

for (const specVersion of ['v1.9', 'v1.19'] as const) {
  t.test(
    `a receipt for the main timeline and one without a thread for the same event, at ${specVersion}`,
    async (t) => {
      const { register, room: roomOf } = testServer(t, { specVersion })
      const [alice, bob] = [await register('alice'), await register('bob')]
      const room = await roomOf(alice, bob)
      const event = await send(alice, room, 'one')
      const other = await send(alice, room, 'two')
      await receipt(bob, room, event, 'm.read', { thread_id: 'main' })
      await receipt(bob, room, event)
      await receipt(alice, room, other)
      const { events } = (await alice.get('/sync')).body.rooms.join[room].ephemeral
      type Content = Record<string, { 'm.read': Record<string, { thread_id?: string }> }>
      const threads = events.map(
        ({ content }: { content: Content }) => content[event]?.['m.read'][bob.userId]?.thread_id,
      )
      t.strictSame(threads.toSorted(), ['main', undefined], 'both are shown')
      t.equal(
        events.filter(({ content }: { content: Content }) => other in content).length,
        1,
        'the other is shown once',
      )
    },
  )
}

t.test('the fully-read marker is account data of the room, and never moves back', async (t) => {
  const { alice, bob, room } = await twoInARoom(t)
  const [one, two] = [await send(alice, room, 'one'), await send(alice, room, 'two')]
  await bob.post(`/rooms/${room}/read_markers`, { 'm.fully_read': two })
  await receipt(bob, room, one, 'm.fully_read')
  const marker = await bob.get(`/user/${bob.userId}/rooms/${room}/account_data/m.fully_read`)
  t.strictSame(marker.body, { event_id: two })
})

t.test('receipts reduce the counts of threads', async (t) => {
  const { alice, bob, room } = await twoInARoom(t)
  const relate = (rel_type: string, event_id: string, text = 'text') =>
    send(alice, room, { msgtype: 'm.text', body: text, 'm.relates_to': { rel_type, event_id } })
  await bob.put('/pushrules/global/content/bob', { pattern: 'bob', actions: ['notify', { set_tweak: 'highlight' }] })
  await bob.put('/pushrules/global/underride/all', { actions: ['notify'] })
  await bob.put('/pushrules/global/override/.m.rule.reaction/enabled', { enabled: false })

  const a = await send(alice, room, 'root')
  const b = await relate('m.thread', a)
  await relate('m.thread', a, 'hello bob')
  const d = await send(alice, room, 'hello bob')
  await relate('m.thread', a)
  const f = await relate('m.reference', a)
  const reaction = { 'm.relates_to': { rel_type: 'm.annotation', event_id: f, key: 'x' } }
  const g = await send(alice, room, reaction, 'm.reaction')
  await send(alice, room, { 'm.relates_to': { rel_type: 'm.annotation', event_id: b, key: 'x' } }, 'm.reaction')

  const steps = [
    { after: 'nothing', main: unread(4, 1), thread: unread(4, 1) },
    { after: 'A in main', read: [a, 'main'], main: unread(3, 1), thread: unread(4, 1) },
    { after: 'B in its thread', read: [b, a], main: unread(3, 1), thread: unread(3, 1) },
    { after: 'D without a thread', read: [d], main: unread(2), thread: unread(2) },
    { after: 'G in main', read: [g, 'main'], main: unread(0), thread: unread(2) },
  ]
  for (const { after, read: [event, thread_id] = [], main, thread } of steps) {
    if (event !== undefined) {
      const { status } = await receipt(bob, room, event, 'm.read', thread_id === undefined ? {} : { thread_id })
      t.equal(status, 200, after)
    }
    t.strictSame(await counts(bob, room, true), { ...main, threads: { [a]: thread } }, after)
    const total = unread(
      main.notification_count + thread.notification_count,
      main.highlight_count + thread.highlight_count,
    )
    t.strictSame(await counts(bob, room), total, `${after}, without threads`)
  }
})
