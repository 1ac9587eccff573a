import { NOWHERE, pusher } from '../support.ts'

/** Everything that the server acknowledged, and must not lose. */
interface Acknowledged {
  /** Access tokens by user ID */
  tokens: Map<string, string>
  rooms: string[]
  /** IDs of Alice's messages, in order */
  events: string[]
  rules: string[]
  pushkeys: string[]
  /** Newest number that Alice wrote into her account data */
  written: number
  /** Number of messages that Bob has read */
  read: number
  /** Pushes that must arrive, as `pushkey event` */
  pushes: Set<string>
}

/** Actions of Alice and Bob at a server that is killed now and then, with a record of what it acknowledged. */
export class Workload {
  url = ''
  readonly acknowledged: Acknowledged = {
    tokens: new Map(),
    rooms: [],
    events: [],
    rules: [],
    pushkeys: [],
    written: 0,
    read: 0,
    pushes: new Set(),
  }
  readonly #gateway: string
  #count = 0
  #room = ''
  #isWriting = false

  constructor(gateway: string) {
    this.#gateway = gateway
  }

  /** Registers Alice and Bob, and creates their room and a pusher. */
  async start(): Promise<void> {
    for (const name of ['alice', 'bob']) await this.register(name)
    const invite = ['@bob:localhost']
    this.#room = (await this.#request('@alice:localhost', 'POST', '/createRoom', { invite })).room_id
    await this.#request('@bob:localhost', 'POST', `/join/${this.#room}`, {})
    await this.addPusher()
  }

  /** Actions to choose from; repeated ones are more likely. */
  get actions(): (() => Promise<void>)[] {
    const send = () => this.send()
    const others = [this.createRoom, this.addRule, this.write, this.read, this.addPusher].map((one) => one.bind(this))
    return [send, send, send, send, () => this.register(`user${this.#next()}`), ...others]
  }

  async register(username: string): Promise<void> {
    const auth = { type: 'm.login.dummy' }
    const session = await this.#request(undefined, 'POST', '/register', { username, password: 'secret', auth })
    this.acknowledged.tokens.set(session.user_id, session.access_token)
  }

  async send(): Promise<void> {
    const pushkeys = [...this.acknowledged.pushkeys]
    const path = `/rooms/${this.#room}/send/m.room.message/t${this.#next()}`
    const { event_id } = await this.#request('@alice:localhost', 'PUT', path, { msgtype: 'm.text', body: 'hi' })
    this.acknowledged.events.push(event_id)
    for (const pushkey of pushkeys) this.acknowledged.pushes.add(`${pushkey} ${event_id}`)
  }

  async createRoom(): Promise<void> {
    this.acknowledged.rooms.push((await this.#request('@alice:localhost', 'POST', '/createRoom', {})).room_id)
  }

  async addRule(): Promise<void> {
    const id = `rule${this.#next()}`
    await this.#request('@bob:localhost', 'PUT', `/pushrules/global/content/${id}`, { pattern: id, actions: [] })
    this.acknowledged.rules.push(id)
  }

  async addPusher(): Promise<void> {
    const isEnough = this.acknowledged.pushkeys.length >= 5
    const pushkey = `key${this.#next()}`
    const url = isEnough ? NOWHERE : this.#gateway
    const body = pusher(url, { pushkey, ...(isEnough ? { kind: 'email', app_id: 'm.email', data: {} } : {}) })
    await this.#request('@bob:localhost', 'POST', '/pushers/set', body)
    if (!isEnough) this.acknowledged.pushkeys.push(pushkey)
  }

  /** Writes the next number into the account data. Writes do not overlap, so the greatest number is the last one. */
  async write(): Promise<void> {
    if (this.#isWriting) return this.send()
    this.#isWriting = true
    await this.#writeNumber().finally(() => {
      this.#isWriting = false
    })
  }

  async #writeNumber(): Promise<void> {
    const number = this.#next()
    await this.#request('@alice:localhost', 'PUT', '/user/@alice:localhost/account_data/org.example.number', { number })
    this.acknowledged.written = number
  }

  async read(): Promise<void> {
    const count = this.acknowledged.events.length
    const newest = this.acknowledged.events.at(-1)
    if (newest === undefined) return
    await this.#request('@bob:localhost', 'POST', `/rooms/${this.#room}/receipt/m.read/${newest}`, {})
    this.acknowledged.read = Math.max(this.acknowledged.read, count)
  }

  /** Returns a line for each acknowledged thing that the server has lost. */
  async lost(): Promise<string[]> {
    const { acknowledged } = this
    const lost: string[] = []
    const compare = (what: string, expected: Iterable<string>, found: readonly string[]) => {
      const existing = new Set(found)
      for (const one of expected) if (!existing.has(one)) lost.push(`${what} ${one}`)
    }
    const users: string[] = []
    for (const userId of acknowledged.tokens.keys())
      users.push((await this.#request(userId, 'GET', '/account/whoami')).user_id)
    compare('token of', acknowledged.tokens.keys(), users)
    compare('room', acknowledged.rooms, (await this.#request('@alice:localhost', 'GET', '/joined_rooms')).joined_rooms)
    const { content } = await this.#request('@bob:localhost', 'GET', '/pushrules/global/')
    compare('rule', acknowledged.rules, idsIn(content, 'rule_id'))
    const { pushers } = await this.#request('@bob:localhost', 'GET', '/pushers')
    compare('pusher', acknowledged.pushkeys, idsIn(pushers, 'pushkey'))
    const data = '/user/@alice:localhost/account_data/org.example.number'
    const written = acknowledged.written === 0 ? 0 : (await this.#request('@alice:localhost', 'GET', data)).number
    if (written < acknowledged.written) lost.push(`account data: expected ${acknowledged.written}, found ${written}`)
    const { notifications } = await this.#request('@bob:localhost', 'GET', '/notifications?limit=500')
    const notified = notifications.map((one: { event: { event_id: string } }) => one.event.event_id)
    compare('notification of', acknowledged.events.slice(-400), notified)
    return [...lost, ...(await this.#lostInSync())]
  }

  async #lostInSync(): Promise<string[]> {
    const filter = encodeURIComponent(JSON.stringify({ room: { timeline: { limit: 100_000 } } }))
    const sync = await this.#request('@bob:localhost', 'GET', `/sync?filter=${filter}`)
    const { ephemeral, timeline } = sync.rooms.join[this.#room]
    const events = idsIn(timeline.events, 'event_id')
    const lost = this.acknowledged.events.filter((event) => !events.includes(event)).map((event) => `event ${event}`)
    if (this.acknowledged.read > 0) {
      const [read = ''] = ephemeral.events.flatMap((event: { content: object }) => Object.keys(event.content))
      const newestRead = this.acknowledged.events[this.acknowledged.read - 1] ?? ''
      if (events.indexOf(read) < events.indexOf(newestRead)) lost.push(`receipt for ${newestRead}`)
    }
    return lost
  }

  #next(): number {
    this.#count += 1
    return this.#count
  }

  // biome-ignore lint/suspicious/noExplicitAny: callers read bodies of every shape
  async #request(userId: string | undefined, method: string, path: string, body?: unknown): Promise<any> {
    const token = this.acknowledged.tokens.get(userId ?? '')
    const response = await fetch(`${this.url}/_matrix/client/v3${path}`, {
      method,
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const result = await response.json()
    if (response.status !== 200)
      throw new UnexpectedResponse(`${method} ${path}: ${response.status} ${JSON.stringify(result)}`)
    return result
  }
}

/** Error of a response with a status other than 200. */
export class UnexpectedResponse extends Error {}

function idsIn(items: readonly Record<string, string>[], field: string): string[] {
  return items.map((item) => item[field] ?? '')
}
