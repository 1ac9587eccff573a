import t, { type Test } from 'tap'
import { type Client, send, testServer } from './support.ts'

/** Periods of the messages: before Bob was invited, between invitation and join, while he was joined, and after he left. */
const PERIODS = ['before', 'invited', 'joined', 'left'] as const

async function history(t: Test, history_visibility: string) {
  const server = testServer(t)
  const [alice, bob] = [await server.register('alice'), await server.register('bob')]
  const initial_state = [{ type: 'm.room.history_visibility', state_key: '', content: { history_visibility } }]
  const { room_id: room } = (await alice.post('/createRoom', { preset: 'private_chat', initial_state })).body
  const ids = new Map<string, string>()
  const say = async (period: (typeof PERIODS)[number]) => ids.set(period, await send(alice, room, period))
  await say('before')
  await alice.post(`/rooms/${room}/invite`, { user_id: bob.userId })
  await say('invited')
  await bob.post(`/rooms/${room}/join`)
  await say('joined')
  return { ...server, alice, bob, room, ids, say }
}

type Events = { type: string; content: { body: string } }[]
const said = (events: Events) =>
  events.filter(({ type }) => type === 'm.room.message').map(({ content }) => content.body)

async function seen(who: Client, room: string, ids: Map<string, string>) {
  const { body: messages } = await who.get(`/rooms/${room}/messages?dir=f&limit=100`)
  const events = await Promise.all(
    [...ids].map(async ([period, id]) => {
      const { status } = await who.get(`/rooms/${room}/event/${encodeURIComponent(id)}`)
      return status === 200 ? [period] : []
    }),
  )
  return { messages: said(messages.chunk ?? []), events: events.flat() }
}

const CASES = [
  {
    visibility: 'world_readable',
    member: ['before', 'invited', 'joined'],
    former: [...PERIODS],
    outsider: [...PERIODS],
  },
  {
    visibility: 'shared',
    member: ['before', 'invited', 'joined'],
    former: ['before', 'invited', 'joined'],
    outsider: [],
  },
  { visibility: 'invited', member: ['invited', 'joined'], former: ['invited', 'joined'], outsider: [] },
  { visibility: 'joined', member: ['joined'], former: ['joined'], outsider: [] },
]

for (const { visibility, member, former, outsider } of CASES) {
  t.test(`a room with the history visibility ${visibility}`, async (t) => {
    const { bob, ids, register, room, say } = await history(t, visibility)
    t.strictSame(await seen(bob, room, ids), { messages: member, events: member }, 'a member')
    const { timeline, state } = (await bob.get('/sync?filter={"room":{"timeline":{"limit":50}}}')).body.rooms.join[room]
    t.strictSame(said(timeline.events), member, 'a member in a sync')
    const allTypes = [...state.events, ...timeline.events].map((event: { type: string }) => event.type)
    t.ok(allTypes.includes('m.room.create'), 'a member gets the complete state')

    await bob.post(`/rooms/${room}/leave`)
    await say('left')
    t.strictSame(await seen(bob, room, ids), { messages: former, events: former }, 'a user who has left')
    t.strictSame(
      await seen(await register('carol'), room, ids),
      { messages: outsider, events: outsider },
      'a user who was never in the room',
    )
  })
}

t.test('a user who returns sees events in between if the history is shared, and not if it is joined', async (t) => {
  for (const { visibility, between } of [
    { visibility: 'shared', between: ['left'] },
    { visibility: 'joined', between: [] },
  ]) {
    const { alice, bob, ids, room, say } = await history(t, visibility)
    await bob.post(`/rooms/${room}/leave`)
    await say('left')
    await alice.put(`/rooms/${room}/state/m.room.topic`, { topic: 'News' })
    await alice.post(`/rooms/${room}/invite`, { user_id: bob.userId })
    await bob.post(`/rooms/${room}/join`)
    const { messages } = await seen(bob, room, ids)
    t.strictSame(messages.includes('left') ? ['left'] : [], between, visibility)
    const joined = (await bob.get('/sync?filter={"room":{"timeline":{"limit":50}}}')).body.rooms.join[room]
    const topics = [...joined.state.events, ...joined.timeline.events].filter((event) => event.type === 'm.room.topic')
    t.match(topics, [{ content: { topic: 'News' } }], 'changed state is returned in either case')
    t.equal(topics.length, 1)
  }
})

t.test('a change of visibility applies to later events', async (t) => {
  const { alice, bob, register, room } = await history(t, 'shared')
  await alice.put(`/rooms/${room}/state/m.room.history_visibility`, { history_visibility: 'joined' })
  await send(alice, room, 'secret')
  const carol = await register('carol')
  await alice.post(`/rooms/${room}/invite`, { user_id: carol.userId })
  await carol.post(`/rooms/${room}/join`)
  const { chunk } = (await carol.get(`/rooms/${room}/messages?dir=f&limit=100`)).body
  t.strictSame(said(chunk), ['before', 'invited', 'joined'])
  const changes = chunk.filter((event: { type: string }) => event.type === 'm.room.history_visibility')
  t.equal(
    changes.at(-1).content.history_visibility,
    'joined',
    'the change is visible to users who could see the events before it',
  )
  t.ok(said((await bob.get(`/rooms/${room}/messages?dir=b&limit=100`)).body.chunk).includes('secret'))
})

t.test('a user is not notified of events that they may not see', async (t) => {
  const { bob } = await history(t, 'joined')
  const { notifications } = (await bob.get('/notifications')).body
  t.strictSame(
    notifications.map(
      ({ event }: { event: { type: string; content: { body?: string } } }) => event.content.body ?? event.type,
    ),
    ['joined', 'm.room.member'],
  )
})

t.test('a rejected invitation is in the sync, whatever the visibility', async (t) => {
  const { register, alice, room } = await history(t, 'joined')
  const carol = await register('carol')
  await alice.post(`/rooms/${room}/invite`, { user_id: carol.userId })
  const { next_batch } = (await carol.get('/sync')).body
  await carol.post(`/rooms/${room}/leave`)
  const { leave } = (await carol.get(`/sync?since=${next_batch}`)).body.rooms
  t.match(leave[room].timeline.events, [{ state_key: carol.userId, content: { membership: 'leave' } }])
  t.equal(leave[room].timeline.events.length, 1)
})
