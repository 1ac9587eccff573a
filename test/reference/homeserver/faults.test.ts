import t from 'tap'
import { createHomeserver, FAULTS } from '../../../reference/index.ts'
import { NOWHERE, pusher, send, testServer } from './support.ts'

t.test('the catalogue of faults is consistent', async (t) => {
  const names = FAULTS.map((fault) => fault.name)
  t.strictSame(new Set(names).size, names.length, 'names are unique')
  for (const { name, summary } of FAULTS) {
    t.match(name, /^[a-z]+(-[a-z]+)*\.[a-z0-9]+(-[a-z0-9]+)*$/, name)
    t.match(summary, /^\S.*[^.]$/, `the summary of ${name} is a sentence without a full stop`)
  }
})

t.test('an unknown fault is refused', async (t) => {
  const create = () => createHomeserver({ fault: 'push.own-event' })
  t.throws(create, { name: 'TypeError', message: /Unknown fault "push\.own-event"/ })
})

t.test('the server keeps working under every fault', async (t) => {
  for (const { name } of FAULTS) {
    const failures: string[] = []
    const server = testServer(t, {
      fault: name,
      log: ({ level, text }) => void (level === 'error' && failures.push(text)),
    })
    const [alice, bob] = [await server.register('alice'), await server.register('bob')]
    await bob.post('/pushers/set', pusher(NOWHERE))
    await bob.put('/pushrules/global/content/cake', { pattern: 'cake', actions: ['notify'] })
    const room = await server.room(alice, bob)
    const event = await send(alice, room, 'I like cake')
    await bob.post(`/rooms/${room}/receipt/m.read/${encodeURIComponent(event)}`)
    for (const path of ['/sync', '/pushers', '/pushrules/', '/notifications']) {
      t.equal((await bob.get(path)).status, 200, `${name} ${path}`)
    }
    t.strictSame(failures, [], name)
    await server.server.close()
  }
})
