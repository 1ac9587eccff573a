import t from 'tap'
import { type Client, pusher, send, testGateway, testServer } from './support.ts'

/** Creates a room of Alice and Bob, who has a pusher. */
async function pushed(t: Parameters<typeof testServer>[0], changes: { data?: object } = {}) {
  const server = testServer(t)
  const gateway = await testGateway(t)
  const [alice, bob] = [await server.register('alice'), await server.register('bob')]
  const room = await server.room(alice, bob)
  const data = { url: gateway.url, ...changes.data }
  await bob.post('/pushers/set', pusher(gateway.url, { ...changes, data }))
  const about = (event: string) => gateway.next((notification) => notification.event_id === event)
  return { ...server, gateway, alice, bob, room, about }
}

const read = (by: Client, room: string, event: string) =>
  by.post(`/rooms/${room}/receipt/m.read/${encodeURIComponent(event)}`)

t.test('a notification has every field', async (t) => {
  const { alice, bob, room, about } = await pushed(t, { data: { format: 'other', mine: { deep: true } } })
  await alice.put(`/profile/${alice.userId}/displayname`, { displayname: 'Alice' })
  await alice.put(`/rooms/${room}/state/m.room.name`, { name: 'Den' })
  await alice.put(`/rooms/${room}/state/m.room.canonical_alias`, { alias: '#den:localhost' })
  const now = Math.floor(Date.now() / 1000)
  const content = { msgtype: 'm.text', body: 'hi', 'm.mentions': { user_ids: [bob.userId] } }
  const event = await send(alice, room, content)
  const notification = await about(event)
  const [device] = notification.devices
  t.ok(Math.abs((device?.pushkey_ts ?? 0) - now) < 60, 'pushkey_ts is in seconds')
  t.strictSame(notification, {
    event_id: event,
    room_id: room,
    type: 'm.room.message',
    sender: alice.userId,
    sender_display_name: 'Alice',
    room_name: 'Den',
    room_alias: '#den:localhost',
    prio: 'high',
    content,
    counts: { unread: 1 },
    devices: [
      {
        app_id: 'org.example.app',
        pushkey: 'key',
        pushkey_ts: device?.pushkey_ts,
        data: { format: 'other', mine: { deep: true } },
        tweaks: { sound: 'default', highlight: true },
      },
    ],
  })
})

t.test('an event_id_only notification identifies the event only', async (t) => {
  const { alice, room, about } = await pushed(t, { data: { format: 'event_id_only' } })
  const notification = await about(await send(alice, room, 'secret'))
  t.strictSame(Object.keys(notification).sort(), ['counts', 'devices', 'event_id', 'prio', 'room_id'])
  t.strictSame(notification.devices[0]?.data, { format: 'event_id_only' })
})

t.test('an invitation notifies the invited user', async (t) => {
  const { alice, bob, gateway } = await pushed(t)
  const { room_id } = (await alice.post('/createRoom', { name: 'Attic', invite: [bob.userId] })).body
  const notification = await gateway.next((one) => one.room_id === room_id)
  t.match(notification, { type: 'm.room.member', user_is_target: true, room_name: 'Attic' })
  t.match(notification, { content: { membership: 'invite' }, counts: {} }, 'an invitation is not counted as unread')
})

t.test('own events, notices and events in rooms that the user left do not notify', async (t) => {
  const { alice, bob, room, gateway, about } = await pushed(t)
  await send(bob, room, 'mine')
  await send(alice, room, { msgtype: 'm.notice', body: 'notice' })
  await alice.put(`/profile/${alice.userId}/displayname`, { displayname: 'Alice' })
  const fence = await send(alice, room, 'fence')
  await about(fence)
  t.strictSame(
    gateway.received.map((one) => one.event_id),
    [fence],
  )

  const other = (await alice.post('/createRoom', { preset: 'public_chat' })).body.room_id
  await bob.post(`/rooms/${other}/join`)
  await bob.post(`/rooms/${other}/leave`)
  await send(alice, other, 'gone')
  const last = await send(alice, room, 'last')
  await about(last)
  t.strictSame(
    gateway.received.map((one) => one.event_id),
    [fence, last],
  )
})

t.test('counts.unread covers all rooms, and falls with receipts and own events', async (t) => {
  const { alice, bob, room, room: first, about, gateway } = await pushed(t)
  const second = (await alice.post('/createRoom', { preset: 'public_chat' })).body.room_id
  await bob.post(`/rooms/${second}/join`)
  const one = await send(alice, first, 'one')
  const two = await send(alice, second, 'two')
  t.strictSame((await about(two)).counts, { unread: 2 })

  await read(bob, first, one)
  const lowered = await gateway.next((notification) => notification.event_id === undefined)
  t.strictSame(lowered.counts, { unread: 1 })
  t.strictSame(Object.keys(lowered).sort(), ['counts', 'devices'])
  await read(bob, first, one)
  await send(bob, second, 'mine')
  await gateway.next(({ counts, event_id }) => event_id === undefined && counts?.unread === undefined)
  const three = await send(alice, room, 'three')
  await about(three)
  t.strictSame(
    gateway.received.map((notification) => notification.counts),
    [{ unread: 1 }, { unread: 2 }, { unread: 1 }, {}, { unread: 1 }],
    'a receipt that changes no count sends nothing',
  )
})

t.test('each pusher receives its own data', async (t) => {
  const { alice, bob, room, gateway } = await pushed(t)
  const other = await testGateway(t)
  await bob.post('/pushers/set', pusher(other.url, { pushkey: 'other', data: { url: other.url, n: 2 } }))
  const event = await send(alice, room, 'x')
  t.match((await gateway.next((one) => one.event_id === event)).devices, [{ pushkey: 'key', data: {} }])
  t.match((await other.next((one) => one.event_id === event)).devices, [{ pushkey: 'other', data: { n: 2 } }])
})

t.test('a pusher that is set again uses its new gateway', async (t) => {
  const { alice, bob, room, gateway, about } = await pushed(t)
  await about(await send(alice, room, 'old'))
  const other = await testGateway(t)
  await bob.post('/pushers/set', pusher(other.url))
  const event = await send(alice, room, 'new')
  await other.next((one) => one.event_id === event)
  t.equal(gateway.received.length, 1)
})

t.test('a rejected pushkey removes the pushers of its user only', async (t) => {
  const { alice, bob, room, gateway, about } = await pushed(t)
  await alice.post('/pushers/set', pusher(gateway.url, { append: true }))
  await bob.post('/pushers/set', pusher(gateway.url, { app_id: 'other', append: true }))
  gateway.reject(['key'])
  const event = await send(alice, room, 'x')
  await about(event)
  await gateway.next(() => gateway.received.length === 2)
  // The responses are still in transit, so repeat the request until they have arrived
  while ((await bob.get('/pushers')).body.pushers.length > 0) await new Promise(setImmediate)
  t.equal((await alice.get('/pushers')).body.pushers.length, 1, 'the pusher of the other user stays')
})

t.test('rules set the tweaks of a push', async (t) => {
  const { alice, bob, room, about } = await pushed(t)
  const tweak = { set_tweak: 'org.example', value: { list: [1] } }
  await bob.put('/pushrules/global/content/cake', { pattern: 'cake', actions: ['notify', tweak] })
  t.strictSame((await about(await send(alice, room, 'I like cake'))).devices[0]?.tweaks, {
    'org.example': { list: [1] },
  })
  await bob.put('/pushrules/global/content/cake/enabled', { enabled: false })
  t.strictSame((await about(await send(alice, room, 'more cake'))).devices[0]?.tweaks, { sound: 'default' })
})

t.test('conditions use the size of the room, the display name in it and its power levels', async (t) => {
  const { alice, bob, room, about, gateway, register } = await pushed(t)
  const carol = await register('carol')
  await alice.post(`/rooms/${room}/invite`, { user_id: carol.userId })
  t.match(await about(await send(alice, room, 'two')), { prio: 'high', devices: [{ tweaks: { sound: 'default' } }] })
  await carol.post(`/rooms/${room}/join`)
  t.match(await about(await send(alice, room, 'three')), { prio: 'low', devices: [{ tweaks: {} }] })

  const atRoom = { body: '@room', 'm.mentions': { room: true } }
  t.match((await about(await send(alice, room, atRoom))).devices, [{ tweaks: { highlight: true } }])
  const powerless = await about(await send(carol, room, atRoom))
  t.notOk('highlight' in (powerless.devices[0]?.tweaks ?? {}))

  await bob.put(`/profile/${bob.userId}/displayname`, { displayname: 'Robert' })
  await bob.put('/pushrules/global/override/name', {
    conditions: [{ kind: 'contains_display_name' }],
    actions: ['notify', { set_tweak: 'named' }],
  })
  t.match((await about(await send(alice, room, 'hi Robert'))).devices, [{ tweaks: { named: true } }])
  t.ok(gateway.received.length > 0)
})
