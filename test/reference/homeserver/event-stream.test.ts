import t from 'tap'
import { send, testServer } from './support.ts'

t.test('the deprecated event stream returns the events of joined rooms', async (t) => {
  const { register, room } = testServer(t)
  const [alice, bob] = [await register('alice'), await register('bob')]
  const [shared, own] = [await room(alice, bob), await room(alice)]
  const now = (await bob.get('/events')).body
  t.strictSame(now, { start: now.end, end: now.end, chunk: [] }, 'without a token it starts now')

  await send(alice, own, 'elsewhere')
  const sent = await send(alice, shared, 'one')
  const next = (await bob.get(`/events?from=${now.end}`)).body
  t.match(next.chunk, [{ event_id: sent, room_id: shared, content: { body: 'one' } }])
  t.equal(next.chunk.length, 1)
  t.strictSame((await bob.get(`/events?from=${next.end}`)).body.chunk, [])
  t.strictSame((await bob.get(`/events?from=${now.end}&room_id=${shared}`)).body.chunk, next.chunk)
  t.equal((await bob.get(`/events?room_id=${own}`)).status, 403)
  t.match(await bob.get('/events?from=x'), { status: 400, body: { errcode: 'M_INVALID_PARAM' } })
})

t.test('a request that waits at the event stream returns when an event arrives', async (t) => {
  const { register, room } = testServer(t)
  const [alice, bob] = [await register('alice'), await register('bob')]
  const shared = await room(alice, bob)
  const { end } = (await bob.get('/events')).body
  const waiting = bob.get(`/events?from=${end}&timeout=60000`)
  const sent = await send(alice, shared, 'one')
  t.match((await waiting).body.chunk, [{ event_id: sent }])
  const { body } = await bob.get(`/events?from=${(await waiting).body.end}&timeout=20`)
  t.strictSame(body.chunk, [], 'it also returns after its timeout')
})

t.test('events that exceed one response are returned by the next request', async (t) => {
  const { register, room } = testServer(t)
  const [alice, bob] = [await register('alice'), await register('bob')]
  const shared = await room(alice, bob)
  let from = (await bob.get('/events')).body.end
  const sent: string[] = []
  for (let number = 0; number < 150; number += 1) sent.push(await send(alice, shared, 'x'))
  const seen: string[] = []
  for (let chunk = [{}]; chunk.length > 0; ) {
    const { body } = await bob.get(`/events?from=${from}`)
    ;({ chunk, end: from } = body)
    seen.push(...body.chunk.map((event: { event_id: string }) => event.event_id))
  }
  t.strictSame(seen, sent)
})
