import t from 'tap'
import { testServer } from './support.ts'

t.test('an upgraded room is replaced by one with the same state', async (t) => {
  for (const { new_version, namesTombstone } of [
    { new_version: '11', namesTombstone: true },
    { new_version: '12', namesTombstone: false },
  ]) {
    const { register } = testServer(t)
    const [alice, bob] = [await register('alice'), await register('bob')]
    const settings = { name: 'Den', topic: 'Knees', room_alias_name: 'den', room_version: '10', preset: 'public_chat' }
    const users = { [alice.userId]: 100, [bob.userId]: 50 }
    const { room_id: old } = (await alice.post('/createRoom', { ...settings, power_level_content_override: { users } }))
      .body
    await bob.post(`/join/${old}`)

    t.equal((await bob.post(`/rooms/${old}/upgrade`, { new_version })).status, 403, 'an upgrade requires power')
    const { replacement_room: room } = (await alice.post(`/rooms/${old}/upgrade`, { new_version })).body
    const state = async (type: string) => (await alice.get(`/rooms/${room}/state/${type}`)).body
    t.equal((await bob.get(`/rooms/${old}/state/m.room.tombstone`)).body.replacement_room, room)
    const create = await state('m.room.create')
    t.match(create, { room_version: new_version, predecessor: { room_id: old } })
    t.equal('event_id' in create.predecessor, namesTombstone)
    t.match(await state('m.room.name'), { name: 'Den' })
    t.match(await state('m.room.topic'), { topic: 'Knees' })
    t.match(await state('m.room.join_rules'), { join_rule: 'public' })
    t.match(await state('m.room.canonical_alias'), { alias: '#den:localhost' })
    t.strictSame((await state('m.room.power_levels')).users, namesTombstone ? users : { [bob.userId]: 50 })
    t.equal((await bob.get('/directory/room/%23den:localhost')).body.room_id, room)
    const levels = (await alice.get(`/rooms/${old}/state/m.room.power_levels`)).body
    t.match(levels, { events_default: 50, invite: 50 }, 'users without power cannot send to the old room')
  }
})

t.test('unknown versions are refused', async (t) => {
  const { register, room } = testServer(t)
  const alice = await register('alice')
  const roomId = await room(alice)
  const cases = [
    { body: { new_version: '1' }, errcode: 'M_UNSUPPORTED_ROOM_VERSION' },
    { body: {}, errcode: 'M_MISSING_PARAM' },
    { body: { new_version: 11 }, errcode: 'M_BAD_JSON' },
  ]
  for (const { body, errcode } of cases) {
    t.match(await alice.post(`/rooms/${roomId}/upgrade`, body), { status: 400, body: { errcode } }, errcode)
  }
  t.equal((await alice.get(`/rooms/${roomId}/state/m.room.tombstone`)).status, 404)
})

t.test('rules and tags of a room are copied to its replacement', async (t) => {
  const { register } = testServer(t)
  const [alice, bob] = [await register('alice'), await register('bob')]
  const { room_id: old } = (await alice.post('/createRoom', { preset: 'public_chat' })).body
  await bob.post(`/join/${old}`)
  const about = (room: string) => ({ kind: 'event_match', key: 'room_id', pattern: room })
  await bob.put(`/pushrules/global/room/${old}`, { actions: ['notify'] })
  await bob.put(`/pushrules/global/override/${old}`, { conditions: [about(old)], actions: [] })
  await bob.put('/pushrules/global/override/other', { conditions: [about('!other:localhost')], actions: [] })
  await bob.put('/pushrules/global/override/everywhere', { conditions: [], actions: [] })
  await bob.put(`/user/${bob.userId}/rooms/${old}/tags/m.favourite`, { order: 0.5 })

  const room = (await alice.post(`/rooms/${old}/upgrade`, { new_version: '11' })).body.replacement_room
  t.equal(
    (await bob.get(`/pushrules/global/room/${room}`)).status,
    404,
    'nothing is copied before the user joins the replacement',
  )
  await bob.post(`/join/${room}`)
  t.match((await bob.get(`/pushrules/global/room/${room}`)).body, { rule_id: room, actions: ['notify'] })
  t.match((await bob.get(`/pushrules/global/override/${room}`)).body, { conditions: [about(room)], actions: [] })
  t.strictSame((await bob.get(`/user/${bob.userId}/rooms/${room}/tags`)).body, {
    tags: { 'm.favourite': { order: 0.5 } },
  })
  const { override } = (await bob.get('/pushrules/')).body.global
  t.equal(override.filter((rule: { default: boolean }) => !rule.default).length, 4, 'other rules are not copied')
})
