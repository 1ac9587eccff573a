import t from 'tap'
import { BoundedCache } from '../../../reference/homeserver/bounded-cache.ts'
import { policies } from '../../../reference/homeserver/policies/index.ts'
import { createRulesets } from '../../../reference/homeserver/push/rulesets.ts'
import { roomView } from '../../../reference/homeserver/rooms/visibility.ts'
import { openStore } from '../../../reference/homeserver/storage/store.ts'
import { readFilter } from '../../../reference/homeserver/sync/filter.ts'
import { timelineAndState } from '../../../reference/homeserver/sync/timeline.ts'
import { NEWEST } from '../../../spec/index.ts'
import { send, testServer } from './support.ts'

t.test('a cache keeps the most recently used entries, up to its weight', async (t) => {
  const cache = new BoundedCache<string>(10)
  cache.set('a', 'A', 4)
  cache.set('b', 'B', 4)
  cache.get('a')
  cache.set('c', 'C', 4)
  t.strictSame(
    [cache.get('a'), cache.get('b'), cache.get('c')],
    ['A', undefined, 'C'],
    'the least recently used entry is removed',
  )
  cache.set('a', 'heavier', 6)
  t.strictSame([cache.get('a'), cache.get('c')], ['heavier', 'C'], 'a replaced value does not count')
  cache.delete('a')
  cache.set('d', 'D', 6)
  t.strictSame([cache.get('a'), cache.get('c'), cache.get('d')], [undefined, 'C', 'D'])
  cache.set('e', 'E', 11)
  t.equal(cache.get('e'), undefined, 'an entry above the weight of the cache is not stored')
})

t.test('rules are compiled once, and again after they were removed from the cache', async (t) => {
  const store = openStore(':memory:')
  t.teardown(() => store.close())
  let compiled: string[] = []
  const defaultRules: typeof policies.defaultRules = {
    ...policies.defaultRules,
    defaults: (specVersion, userId) => {
      compiled.push(userId)
      return policies.defaultRules.defaults(specVersion, userId)
    },
  }
  const ofOne = JSON.stringify(policies.defaultRules.defaults(NEWEST, '@a:localhost')).length
  const rulesets = createRulesets(store, { ...policies, defaultRules }, NEWEST, ofOne * 2.5)
  const asked = (...names: string[]) => {
    compiled = []
    for (const name of names) rulesets.of(`@${name}:localhost`)
    return compiled.map((userId) => userId.slice(1, 2)).join('')
  }
  t.equal(asked('a', 'b', 'a', 'b'), 'ab')
  t.equal(asked('a', 'c', 'a'), 'c', 'the rules of b are removed')
  t.equal(asked('b'), 'b')
})

t.test('a redacted event contains its redaction, but not the redaction of that redaction', async (t) => {
  const { register, room } = testServer(t)
  const alice = await register('alice')
  const roomId = await room(alice)
  const message = await send(alice, roomId, 'hello')
  const redact = async (eventId: string, txnId: string) =>
    String((await alice.put(`/rooms/${roomId}/redact/${eventId}/${txnId}`)).body.event_id)
  const first = await redact(message, 'r1')
  const second = await redact(first, 'r2')
  await redact(second, 'r3')
  const { unsigned } = (await alice.get(`/rooms/${roomId}/event/${message}`)).body
  t.match(unsigned.redacted_because, { event_id: first, unsigned: { transaction_id: 'r1' } })
  t.notOk('redacted_because' in unsigned.redacted_because.unsigned, 'a chain of redactions is cut after the first')
  t.equal((await alice.get(`/rooms/${roomId}/event/${first}`)).body.unsigned.redacted_because.event_id, second)
})

t.test('a sync returns at most a thousand events of a room, whatever its filter requests', async (t) => {
  const { register, room } = testServer(t)
  const alice = await register('alice')
  const roomId = await room(alice)
  for (let count = 0; count < 1000; count += 1) await send(alice, roomId, 'hello')
  const { timeline } = (await alice.get('/sync?filter={"room":{"timeline":{"limit":1000000}}}')).body.rooms.join[roomId]
  t.equal(timeline.events.length, 1000)
  t.equal(timeline.limited, true)
})

t.test('a sync with a filter that matches nothing does not read the whole room', async (t) => {
  const store = openStore(':memory:')
  t.teardown(() => store.close())
  const [roomId, userId] = ['!a:localhost', '@a:localhost']
  const add = (position: number, event: object) =>
    store.events.add({
      ...{ position, event_id: `$${position}`, room_id: roomId, type: 'm.room.message', sender: userId },
      ...{ content: {}, origin_server_ts: 0, thread_id: 'main', ...event },
    })
  const session = { userId, deviceId: 'D' }
  const filter = readFilter({ room: { timeline: { types: ['org.example.rare'] } } })
  store.transaction(() => {
    store.rooms.add(roomId, '11')
    add(1, { type: 'm.room.member', state_key: userId, content: { membership: 'join' } })
    add(2, { type: 'org.example.rare' })
    for (let position = 3; position <= 10_002; position += 1) add(position, {})
  })
  const read = (upTo: number) => {
    const view = roomView(store, roomId, userId)
    return timelineAndState(store, { roomId, after: 0, stateAfter: 0, upTo, view }, filter, session)
  }
  const whole = read(10_000)
  t.match(whole.timeline, { events: [{ event_id: '$2' }], limited: false })
  const cut = read(10_002)
  t.match(cut.timeline, { events: [], limited: true, prev_batch: 's10002' }, 'the timeline is limited')
  t.match(cut.state.events, [{ type: 'm.room.member' }], 'the state is complete')
})
