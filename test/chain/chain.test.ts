import { join } from 'node:path'
import t, { type Test } from 'tap'
import type { Content } from '../../cli/serve/app-entry.ts'
import type { Chain } from '../../cli/serve/start-chain.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { EXPECTED } from './expected.ts'
import { APPS, openChain, walkDiagram } from './walk.ts'

async function chainFor(t: Test, content: Content): Promise<Chain> {
  const chain = await openChain(content)
  t.teardown(() => chain.close())
  return chain
}

for (const content of ['ids', 'full'] as const) {
  t.test(`a message arrives at a device of each service, with ${content} as content`, async (t) => {
    const chain = await chainFor(t, content)
    for (const app of APPS) {
      const walked = await walkDiagram(chain, app)
      const { priority, payload } = EXPECTED[app][content](walked)
      t.equal(walked.push.priority, priority, `${app}: a message that makes a sound is urgent`)
      t.same(walked.push.payload, payload, `${app}: what the device is sent`)
    }
  })
}

t.test('a device that is gone for good has its pusher removed', async (t) => {
  const chain = await chainFor(t, 'ids')
  for (const app of APPS) {
    const { deviceId, sendAgain, pushers } = await walkDiagram(chain, app)
    t.equal((await pushers()).length, 1, app)
    chain.provider.removeDevice(deviceId)
    await sendAgain()
    await t.resolves(
      until(async () => (await pushers()).length === 0),
      `${app}: it is not listed any more`,
    )
  }
})

t.test('a service that fails for a while delays a push, and loses none', async (t) => {
  const chain = await chainFor(t, 'ids')
  for (const app of APPS) {
    const { deviceId, sendAgain } = await walkDiagram(chain, app)
    chain.provider.failDevice(deviceId, { status: 503, times: 1 })
    const eventId = await sendAgain()
    const [push] = await chain.provider.inboxOf(deviceId).next({ after: 1, ms: 20_000 })
    t.ok(JSON.stringify(push?.payload).includes(eventId), app)
  }
})

t.test('what is kept in a file goes on when the chain is started again: users, rooms, devices', async (t) => {
  const data = join(temporaryFolder(t), 'chain.sqlite')
  const first = await openChain('ids', data)
  const walks = []
  for (const app of ['apns', 'fcm'] as const) walks.push(await walkDiagram(first, app))
  await first.close()
  const second = await openChain('ids', data)
  t.teardown(() => second.close())
  for (const { deviceId, eventId, goOnIn } of walks) {
    const next = await goOnIn(second)
    const inbox = second.provider.inboxOf(deviceId)
    t.ok(JSON.stringify(inbox.list()[0]).includes(eventId), 'what it has received is there')
    let after = 1
    // What was delivered just before the end may come again
    const hasNext = async () => {
      const pushes = await inbox.next({ after, ms: 20_000 })
      after = pushes.at(-1)?.n ?? after
      return JSON.stringify(pushes).includes(next)
    }
    await t.resolves(until(hasNext), 'and it receives more')
  }
})

/** Asks again until it is so, for 20 seconds at most; what it waits for takes a request over loopback each way. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 20_000
  while (!(await isSo())) if (performance.now() > deadline) throw new Error('It did not become so in time')
}
