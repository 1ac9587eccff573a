/**
 * Measures the delivery of pushes in rooms of different sizes: events per second from sending to their arrival at the
 * gateway, and the time from the response to the sender until the push arrives. Homeserver, gateway and client are
 * separate processes on loopback. Times differ between machines, but ratios between rooms hardly do.
 *
 * Run it with `tsx bench/delivery.ts`, or with `--disk` to store the data in a file. It takes about half a minute.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { argv, stdout } from 'node:process'
import { figure, printTable, quantile } from './figures.ts'
import { each, type Program, register, start, type User } from './processes.ts'

/** Rooms by number of recipients, with the numbers of events that are sent one by one and concurrently. */
const ROOMS = [
  { recipients: 2, single: 300, together: 600 },
  { recipients: 100, single: 20, together: 40 },
  { recipients: 1000, single: 4, together: 8 },
]

/** Maximum ratio of the costs of a recipient in two rooms that counts as constant. */
const MAX_CONSTANT_RATIO = 1.5

type Arrivals = [eventId: string, moment: number][]

const now = () => performance.timeOrigin + performance.now()

let transactions = 0

async function send(sender: User, room: string): Promise<string> {
  transactions += 1
  const content = { msgtype: 'm.text', body: `Message ${transactions}` }
  return (await sender.ask('PUT', `/rooms/${room}/send/m.room.message/${transactions}`, content)).event_id
}

async function arrivalsOf(gateway: Program, expected: number): Promise<Arrivals> {
  const arrived = gateway.message<{ arrivals: Arrivals }>()
  gateway.send({ expected })
  return (await arrived).arrivals
}

/** Measures the milliseconds from the response to the sender until each push arrives, with one event at a time. */
async function latencies(sender: User, gateway: Program, room: string, events: number, recipients: number) {
  const found: number[] = []
  for (let count = 0; count < events; count += 1) {
    await send(sender, room)
    const responded = now()
    for (const [, moment] of await arrivalsOf(gateway, recipients)) found.push(moment - responded)
  }
  return found
}

/** Measures the milliseconds from the first request until the last push, with all events sent concurrently. */
async function timeTogether(sender: User, gateway: Program, room: string, events: number, recipients: number) {
  const started = now()
  const arrived = arrivalsOf(gateway, events * recipients)
  await each(
    Array.from({ length: events }, () => room),
    (room) => send(sender, room),
  )
  return Math.max(...(await arrived).map(([, moment]) => moment)) - started
}

async function usersWithPushers(homeserver: Program, gateway: Program, count: number): Promise<User[]> {
  const users: User[] = []
  await each(
    Array.from({ length: count }, (_, index) => index),
    async (index) => {
      const user = await register(homeserver.url, `user${index}`)
      await user.ask('POST', '/pushers/set', {
        kind: 'http',
        app_id: 'org.example.bench',
        pushkey: `key${index}`,
        app_display_name: 'Bench',
        device_display_name: 'Phone',
        lang: 'en',
        data: { url: gateway.url },
      })
      users.push(user)
    },
  )
  return users
}

async function measure(homeserver: Program, gateway: Program): Promise<void> {
  const sender = await register(homeserver.url, 'sender')
  const users = await usersWithPushers(homeserver, gateway, Math.max(...ROOMS.map(({ recipients }) => recipients)))
  const rows = [
    ['recipients', 'events/s', 'pushes/s', 'µs per recipient', 'ms until arrival, median', '99th percentile'],
  ]
  const costs: number[] = []
  for (const { recipients, single, together } of ROOMS) {
    const { room_id: room } = await sender.ask('POST', '/createRoom', { preset: 'public_chat' })
    await each(users.slice(0, recipients), (user) => user.ask('POST', `/join/${room}`, {}))
    await latencies(sender, gateway, room, Math.ceil(single / 4), recipients)
    const waits = await latencies(sender, gateway, room, single, recipients)
    const ms = await timeTogether(sender, gateway, room, together, recipients)
    const cost = (ms * 1000) / (together * recipients)
    costs.push(cost)
    const perSecond = (together * 1000) / ms
    const times = [quantile(waits, 0.5), quantile(waits, 0.99)]
    rows.push([String(recipients), ...[perSecond, perSecond * recipients, cost, ...times].map(figure)])
  }
  printTable(rows)
  const [few = 0, some = 0, many = 0] = costs
  stdout.write(`Cost of a recipient: ${figure(some / few)} times as high in a room with 100 as with 2, `)
  stdout.write(`and ${figure(many / some)} times as high with 1,000 as with 100: `)
  stdout.write(
    many / some <= MAX_CONSTANT_RATIO
      ? 'constant\n'
      : `not constant, because that is more than ${MAX_CONSTANT_RATIO}\n`,
  )
}

const directory = argv.includes('--disk') ? mkdtempSync(join(tmpdir(), 'plexor-bench-')) : undefined
const homeserver = await start('homeserver-process.ts', directory === undefined ? [] : [join(directory, 'data.sqlite')])
const gateway = await start('gateway-process.ts')
stdout.write(`Delivery of pushes, ${directory === undefined ? 'in memory' : 'on disk'}, on Node ${process.version}\n\n`)
try {
  await measure(homeserver, gateway)
} finally {
  homeserver.close()
  gateway.close()
  if (directory !== undefined) rmSync(directory, { recursive: true })
}
process.exit()
