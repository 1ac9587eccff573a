import t from 'tap'
import { serve } from '../../../reference/index.ts'
import { send, testServer } from './support.ts'

async function served(t: Parameters<typeof testServer>[0]) {
  const server = testServer(t)
  const listening = await serve(server.server)
  t.teardown(() => listening.close())
  const [alice, bob] = [await server.register('alice'), await server.register('bob')]
  const room = await server.room(alice, bob)
  const sync = async (query: string) => {
    const headers = { authorization: `Bearer ${bob.token}` }
    const response = await fetch(`${listening.url}/_matrix/client/v3/sync?${query}`, { headers })
    return (await response.json()) as { next_batch: string; rooms: { join: Record<string, unknown> } }
  }
  return { ...server, listening, alice, bob, room, sync }
}

t.test('a waiting sync is answered when something happens', async (t) => {
  const { alice, bob, room, sync } = await served(t)
  const cases = [
    { what: 'a message', act: () => send(alice, room, 'x') },
    {
      what: 'a receipt of another',
      act: async () => {
        const own = await send(bob, room, 'mine')
        await alice.post(`/rooms/${room}/receipt/m.read/${encodeURIComponent(own)}`)
      },
    },
    { what: 'a rule', act: () => bob.put('/pushrules/global/room/x', { actions: [] }) },
    { what: 'account data', act: () => bob.put(`/user/${bob.userId}/account_data/x`, {}) },
    { what: 'an invitation', act: () => alice.post('/createRoom', { invite: [bob.userId] }) },
    { what: 'a kick', act: () => alice.post(`/rooms/${room}/kick`, { user_id: bob.userId }) },
  ]
  for (const { what, act } of cases) {
    const { next_batch } = await sync('')
    const waiting = sync(`since=${next_batch}&timeout=60000`)
    await act()
    t.not((await waiting).next_batch, next_batch, what)
  }
})

t.test('a sync with nothing to tell is answered when its time is over', async (t) => {
  const { sync } = await served(t)
  const { next_batch } = await sync('')
  t.equal((await sync(`since=${next_batch}&timeout=20`)).next_batch, next_batch)
})

t.test('closing cuts what waits', async (t) => {
  const { listening, server, sync } = await served(t)
  const { next_batch } = await sync('')
  const waiting = sync(`since=${next_batch}&timeout=60000`).then(
    () => 'answered',
    () => 'cut',
  )
  const start = performance.now()
  await listening.close()
  await server.close()
  await waiting
  t.ok(performance.now() - start < 5000, 'at once')
})

t.test('a body without a length is limited all the same', async (t) => {
  const { alice, listening } = await served(t)
  const body = new Blob([`{"name":"${'x'.repeat(2 ** 20)}"}`]).stream()
  const headers = { authorization: `Bearer ${alice.token}` }
  const response = await fetch(`${listening.url}/_matrix/client/v3/createRoom`, {
    method: 'POST',
    headers,
    body,
    duplex: 'half',
  } as RequestInit)
  t.equal(response.status, 413)
})
