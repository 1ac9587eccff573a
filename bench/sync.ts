/**
 * Measures `/sync` for a user with many rooms, compared with one with a few: initially, and from a token since which
 * nothing, or one message, has happened. Homeserver and client are separate processes on loopback. Times differ between
 * machines, but ratios hardly do.
 *
 * Run it with `tsx bench/sync.ts`. It takes about 20 seconds.
 */
import { stdout } from 'node:process'
import { figure, printTable, quantile } from './figures.ts'
import { each, type Program, register, start, type User } from './processes.ts'

const FEW = 10
const MANY = 1000
const MESSAGES_PER_ROOM = 12
const SAMPLES = 30

/** Maximum ratio of the costs of a room for the two users that counts as constant. */
const MAX_CONSTANT_RATIO = 1.5

let transactions = 0

function send(sender: User, room: string): Promise<unknown> {
  transactions += 1
  return sender.ask('PUT', `/rooms/${room}/send/m.room.message/${transactions}`, { msgtype: 'm.text', body: 'Hello' })
}

/** Creates a user who has joined a number of rooms, with some messages in each. */
async function member(homeserver: Program, friend: User, rooms: number): Promise<{ user: User; rooms: string[] }> {
  const user = await register(homeserver.url, `in-${rooms}-rooms`)
  const ids: string[] = []
  await each(
    Array.from({ length: rooms }, () => user.userId),
    async (userId) => {
      const { room_id } = await friend.ask('POST', '/createRoom', { invite: [userId], name: 'A room' })
      await user.ask('POST', `/join/${room_id}`, {})
      for (let count = 0; count < MESSAGES_PER_ROOM; count += 1) await send(friend, room_id)
      ids.push(room_id)
    },
  )
  return { user, rooms: ids }
}

/** Measures the median time of a sync in milliseconds, without the time of `prepare`. */
async function medianMs(sync: (since: string) => Promise<unknown>, prepare: () => Promise<string>): Promise<number> {
  const times: number[] = []
  for (let sample = 0; sample < SAMPLES; sample += 1) {
    const since = await prepare()
    const started = performance.now()
    await sync(since)
    times.push(performance.now() - started)
  }
  return quantile(times, 0.5)
}

/** Measures the median times: initially, with nothing new, and with one new message. */
async function measure(friend: User, { user, rooms }: { user: User; rooms: string[] }): Promise<number[]> {
  const initial = () => user.ask('GET', '/sync')
  const next = (since: string) => user.ask('GET', `/sync?since=${since}&timeout=0`)
  let token: string = (await initial()).next_batch
  const nothing = async () => token
  const message = async () => {
    token = (await next(token)).next_batch
    await send(friend, rooms[0] ?? '')
    return token
  }
  return [await medianMs(initial, nothing), await medianMs(next, nothing), await medianMs(next, message)]
}

const homeserver = await start('homeserver-process.ts')
stdout.write(`Sync with ${FEW} and ${MANY.toLocaleString('en')} rooms, on Node ${process.version}\n\n`)
try {
  const friend = await register(homeserver.url, 'friend')
  const few = await measure(friend, await member(homeserver, friend, FEW))
  const many = await measure(friend, await member(homeserver, friend, MANY))
  const rows = [
    [
      'ms, median',
      `${FEW} rooms`,
      `${MANY.toLocaleString('en')} rooms`,
      'ratio',
      `µs per room of ${FEW}`,
      `of ${MANY.toLocaleString('en')}`,
    ],
  ]
  for (const [index, name] of ['initial', 'with nothing new', 'with one message'].entries()) {
    const [ofFew = 0, ofMany = 0] = [few[index], many[index]]
    const perRoom = [(ofFew * 1000) / FEW, (ofMany * 1000) / MANY]
    rows.push([name, ...[ofFew, ofMany, ofMany / ofFew, ...perRoom].map(figure)])
  }
  printTable(rows)
  const ratio = (many[0] ?? 0) / MANY / ((few[0] ?? 0) / FEW)
  stdout.write(
    `Cost of a room in an initial sync: ${figure(ratio)} times as high for ${MANY.toLocaleString('en')} rooms as for `,
  )
  stdout.write(
    `${FEW}: ${ratio <= MAX_CONSTANT_RATIO ? 'constant' : `not constant, because that is more than ${MAX_CONSTANT_RATIO}`}\n`,
  )
} finally {
  homeserver.close()
}
process.exit()
