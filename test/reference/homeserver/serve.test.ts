import { once } from 'node:events'
import { connect } from 'node:net'
import t from 'tap'
import { serve } from '../../../reference/index.ts'
import type { LogEntry } from '../../../reference/log.ts'
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

t.test('a waiting sync returns when something happens', async (t) => {
  const { alice, bob, room, sync } = await served(t)
  const cases = [
    { what: 'a message', act: () => send(alice, room, 'x') },
    {
      what: 'a receipt of another user',
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

t.test('a sync without news returns after its timeout', async (t) => {
  const { sync } = await served(t)
  const { next_batch } = await sync('')
  t.equal((await sync(`since=${next_batch}&timeout=20`)).next_batch, next_batch)
})

t.test('closing the server ends waiting requests', async (t) => {
  const { listening, server, sync } = await served(t)
  const { next_batch } = await sync('')
  const waiting = sync(`since=${next_batch}&timeout=60000`).then(
    () => 'responded',
    () => 'closed',
  )
  const start = performance.now()
  await listening.close()
  await server.close()
  await waiting
  t.ok(performance.now() - start < 5000, 'without delay')
})

t.test('a body without a Content-Length is limited too', async (t) => {
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

t.test('a request that does not end is closed', async (t) => {
  const entries: LogEntry[] = []
  const { server } = testServer(t, { log: (entry) => entries.push(entry) })
  const listening = await serve(server, { requestDeadlineMs: 100 })
  t.teardown(() => listening.close())
  const { hostname, port } = new URL(listening.url)
  const sendUntilClosed = async (head: string) => {
    const socket = connect(Number(port), hostname)
    socket.on('error', () => {})
    socket.write(`POST /_matrix/client/v3/login HTTP/1.1\r\nHost: localhost\r\n${head}`)
    socket.resume()
    await once(socket, 'close')
  }
  await sendUntilClosed('Content-Length: 100\r\n\r\n{"type"')
  await sendUntilClosed('Transfer-Encoding: chunked\r\n\r\n4\r\n{"ty')
  await sendUntilClosed('Content-Le')
  t.pass('requests with incomplete headers are closed too')
  const errors = entries.filter((entry) => entry.level === 'error')
  t.strictSame(errors, [], 'this is not an error of the server')
  t.equal((await fetch(`${listening.url}/_matrix/client/versions`)).status, 200)
})

t.test('a request that waits for its response is not closed', async (t) => {
  const { alice, bob, room, server } = await served(t)
  const listening = await serve(server, { requestDeadlineMs: 500 })
  t.teardown(() => listening.close())
  const headers = { authorization: `Bearer ${bob.token}` }
  const { next_batch } = (await bob.get('/sync')).body
  const query = `since=${next_batch}&timeout=60000`
  const waiting = fetch(`${listening.url}/_matrix/client/v3/sync?${query}`, { headers })
  // This sync takes longer than the deadline
  await bob.get(`/sync?since=${next_batch}&timeout=700`)
  await send(alice, room, 'x')
  t.equal((await waiting).status, 200)
})
