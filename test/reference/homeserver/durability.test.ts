import { randomInt } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import t from 'tap'
import type { NotifyRequest } from '../../../spec/index.ts'
import { temporaryFolder } from '../../temporary-folder.ts'
import { startProcess } from './durable-process.ts'
import { Refusal, World } from './durable-world.ts'

const KILLS = 22

/** How many clients act at the same time. */
const CLIENTS = 4

/** After so many requests and answers, at most, the server is killed. */
const MOST_STEPS = 60

/** Numbers from 0 up to 1 that a seed repeats. */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A gateway that takes pushes when it is up, and fails when it is down. */
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

t.test('killed at any moment, the server has lost nothing that it answered, and pushes what was queued', async (t) => {
  const seed = Number(process.env.PLEXOR_SEED ?? randomInt(2 ** 31))
  const random = randomNumbers(seed)
  const again = `; PLEXOR_SEED=${seed} repeats the order of the deeds`
  const gateway = await startGateway()
  const world = new World(gateway.url)
  const file = join(temporaryFolder(t), 'data.sqlite')

  let server = await startProcess(file)
  t.teardown(() => server.kill())
  world.url = server.url
  await world.begin()

  for (let round = 1; round <= KILLS; round += 1) {
    gateway.state.isUp = random() < 0.5
    await untilKilled(Math.ceil(random() * MOST_STEPS))
    server = await startProcess(file)
    world.url = server.url
    t.strictSame(await world.forgotten(), [], `nothing is forgotten after kill ${round}${again}`)
  }
  t.ok(world.known.events.length > KILLS, `${world.known.events.length} messages were sent`)

  gateway.state.isUp = true
  const missing = () => [...world.known.pushes].filter((push) => !gateway.received.has(push))
  const { promise: late, reject } = Promise.withResolvers<never>()
  const deadline = setTimeout(() => reject(new Error(`${missing().length} pushes did not come${again}`)), 20_000)
  while (missing().length > 0) {
    const { promise: pushed, resolve } = Promise.withResolvers<void>()
    gateway.state.onPush = resolve
    await Promise.race([pushed, late])
  }
  clearTimeout(deadline)
  t.ok(world.known.pushes.size > 0, `${world.known.pushes.size} pushes came${again}`)

  /** Clients act until so many requests were sent or answered; then the server is killed, whatever it is doing. */
  async function untilKilled(steps: number): Promise<void> {
    let left = steps
    let killed: Promise<void> | undefined
    const step = () => {
      left -= 1
      if (left <= 0) killed ??= server.kill()
    }
    const act = async () => {
      const { deeds } = world
      while (killed === undefined) {
        const deed = deeds[Math.floor(random() * deeds.length)]?.()
        step()
        try {
          await deed
          step()
        } catch (error) {
          if (killed === undefined || error instanceof Refusal) throw error
        }
      }
    }
    await Promise.all(Array.from({ length: CLIENTS }, act))
    await killed
  }
})
