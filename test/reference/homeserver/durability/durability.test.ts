import { randomInt } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import t from 'tap'
import type { NotifyRequest } from '../../../../spec/index.ts'
import { temporaryFolder } from '../../../temporary-folder.ts'
import { startProcess } from './durable-process.ts'
import { UnexpectedResponse, Workload } from './durable-workload.ts'

const KILLS = 22

/** Number of clients that act at the same time. */
const CLIENTS = 4

/** Maximum number of requests and responses before the server is killed. */
const MAX_STEPS = 60

/** Returns a generator of numbers from 0 up to 1, which repeats them for the same seed. */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Starts a gateway that accepts pushes while it is up, and returns errors while it is down. */
async function startGateway() {
  const received = new Set<string>()
  const state = { isUp: true, onPush: () => {} }
  const server = createServer(async (request, response) => {
    const { notification } = (await json(request)) as NotifyRequest
    if (!state.isUp) return response.writeHead(500).end()
    for (const device of notification.devices) received.add(`${device.pushkey} ${notification.event_id}`)
    state.onPush()
    return response.end('{"rejected":[]}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    server.close()
    server.closeAllConnections()
  })
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/_matrix/push/v1/notify`, received, state }
}

t.test(
  'a server killed at any time loses nothing that it acknowledged, and delivers queued pushes later',
  async (t) => {
    const seed = Number(process.env.PLEXOR_SEED ?? randomInt(2 ** 31))
    const random = randomNumbers(seed)
    const repeatHint = `; PLEXOR_SEED=${seed} repeats the order of the actions`
    const gateway = await startGateway()
    const workload = new Workload(gateway.url)
    const file = join(temporaryFolder(t), 'data.sqlite')

    let server = await startProcess(file)
    t.teardown(() => server.kill())
    workload.url = server.url
    await workload.start()

    for (let round = 1; round <= KILLS; round += 1) {
      gateway.state.isUp = random() < 0.5
      await actUntilKilled(Math.ceil(random() * MAX_STEPS))
      server = await startProcess(file)
      workload.url = server.url
      t.strictSame(await workload.lost(), [], `nothing is lost after kill ${round}${repeatHint}`)
    }
    t.ok(workload.acknowledged.events.length > KILLS, `${workload.acknowledged.events.length} messages were sent`)

    gateway.state.isUp = true
    const missing = () => [...workload.acknowledged.pushes].filter((push) => !gateway.received.has(push))
    const { promise: late, reject } = Promise.withResolvers<never>()
    const deadline = setTimeout(
      () => reject(new Error(`${missing().length} pushes did not arrive${repeatHint}`)),
      20_000,
    )
    while (missing().length > 0) {
      const { promise: pushed, resolve } = Promise.withResolvers<void>()
      gateway.state.onPush = resolve
      await Promise.race([pushed, late])
    }
    clearTimeout(deadline)
    t.ok(workload.acknowledged.pushes.size > 0, `${workload.acknowledged.pushes.size} pushes arrived${repeatHint}`)

    /** Lets clients act for a number of requests and responses, then kills the server, even in the middle of a request. */
    async function actUntilKilled(steps: number): Promise<void> {
      let left = steps
      let killed: Promise<void> | undefined
      const step = () => {
        left -= 1
        if (left <= 0) killed ??= server.kill()
      }
      const act = async () => {
        const { actions } = workload
        while (killed === undefined) {
          const action = actions[Math.floor(random() * actions.length)]?.()
          step()
          try {
            await action
            step()
          } catch (error) {
            if (killed === undefined || error instanceof UnexpectedResponse) throw error
          }
        }
      }
      await Promise.all(Array.from({ length: CLIENTS }, act))
      await killed
    }
  },
)
