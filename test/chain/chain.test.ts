import { join } from 'node:path'
import t, { type Test } from 'tap'
import type { Content } from '../../cli/serve/app-entry.ts'
import type { Chain } from '../../cli/serve/start-chain.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { EXPECTED } from './expected.ts'
import { APPS, openChain, until, walkDiagram } from './walk.ts'

async function chainFor(t: Test, content: Content): Promise<Chain> {
  const chain = await openChain(content)
  t.teardown(() => chain.close())
  return chain
}

for (const content of ['ids', 'full'] as const) {
  t.test(`a message arrives at a device of each service, with ${content} as content`, async (t) => {
    const chain = await chainFor(t, content)
    for (const app of APPS) {
      const walk = await walkDiagram(chain, app)
      const { priority, payload } = EXPECTED[app][content](walk)
      t.equal(walk.push.priority, priority, `${app}: a message that makes a sound is urgent`)
      t.same(walk.push.payload, payload, `${app}: the payload that the device receives`)
    }
  })
}

t.test('the pusher of an unregistered device is removed', async (t) => {
  const chain = await chainFor(t, 'ids')
  for (const app of APPS) {
    const { deviceId, sendAgain, pushers } = await walkDiagram(chain, app)
    t.equal((await pushers()).length, 1, app)
    chain.provider.removeDevice(deviceId)
    await sendAgain()
    await t.resolves(
      until(async () => (await pushers()).length === 0),
      `${app}: it is no longer listed`,
    )
  }
})

t.test('a service that fails temporarily delays a push, and loses none', async (t) => {
  const chain = await chainFor(t, 'ids')
  for (const app of APPS) {
    const { deviceId, sendAgain } = await walkDiagram(chain, app)
    chain.provider.failDevice(deviceId, { status: 503, times: 1 })
    const eventId = await sendAgain()
    const [push] = await chain.provider.inboxOf(deviceId).next({ after: 1, ms: 20_000 })
    t.ok(JSON.stringify(push?.payload).includes(eventId), app)
  }
})

t.test('users, rooms and devices in a data file survive a restart of the chain', async (t) => {
  const data = join(temporaryFolder(t), 'chain.sqlite')
  const first = await openChain('ids', data)
  const walks = []
  for (const app of ['apns', 'fcm'] as const) walks.push(await walkDiagram(first, app))
  await first.close()
  const second = await openChain('ids', data)
  t.teardown(() => second.close())
  for (const { deviceId, eventId, continueIn } of walks) {
    const next = await continueIn(second)
    const inbox = second.provider.inboxOf(deviceId)
    t.ok(JSON.stringify(inbox.list()[0]).includes(eventId), 'its received pushes are there')
    let after = 1
    // A push that was delivered just before the end can be repeated
    const hasNext = async () => {
      const pushes = await inbox.next({ after, ms: 20_000 })
      after = pushes.at(-1)?.n ?? after
      return JSON.stringify(pushes).includes(next)
    }
    await t.resolves(until(hasNext), 'and it receives more')
  }
})
