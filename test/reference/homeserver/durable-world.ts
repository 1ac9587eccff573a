import { NOWHERE, pusher } from './support.ts'

/** What a server answered with success, and so must know for ever. */
interface Known {
  /** Access tokens by user ID */
  tokens: Map<string, string>
  rooms: string[]
  /** Messages of Alice, in their order */
  events: string[]
  rules: string[]
  pushkeys: string[]
  /** The newest of the numbers that Alice wrote into her account data */
  written: number
  /** How many of the messages Bob has read */
  read: number
  /** The pushes that must arrive, as `pushkey event` */
  pushes: Set<string>
}

/** Alice and Bob, who do things at a server that gets killed, and look whether it remembers. */
export class World {
  url = ''
  readonly known: Known = {
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

  /** Makes the room that all happens in. */
  async begin(): Promise<void> {
    for (const name of ['alice', 'bob']) await this.register(name)
    const invite = ['@bob:localhost']
    this.#room = (await this.#ask('@alice:localhost', 'POST', '/createRoom', { invite })).room_id
    await this.#ask('@bob:localhost', 'POST', `/join/${this.#room}`, {})
    await this.addPusher()
  }

  /** What can be done, a few times as likely where it stands more than once. */
  get deeds(): (() => Promise<void>)[] {
    const send = () => this.send()
    const others = [this.createRoom, this.addRule, this.write, this.read, this.addPusher].map((one) => one.bind(this))
    return [send, send, send, send, () => this.register(`user${this.#next()}`), ...others]
  }

  async register(username: string): Promise<void> {
    const auth = { type: 'm.login.dummy' }
    const session = await this.#ask(undefined, 'POST', '/register', { username, password: 'secret', auth })
    this.known.tokens.set(session.user_id, session.access_token)
  }

  async send(): Promise<void> {
    const pushkeys = [...this.known.pushkeys]
    const path = `/rooms/${this.#room}/send/m.room.message/t${this.#next()}`
    const { event_id } = await this.#ask('@alice:localhost', 'PUT', path, { msgtype: 'm.text', body: 'hi' })
    this.known.events.push(event_id)
    for (const pushkey of pushkeys) this.known.pushes.add(`${pushkey} ${event_id}`)
  }

  async createRoom(): Promise<void> {
    this.known.rooms.push((await this.#ask('@alice:localhost', 'POST', '/createRoom', {})).room_id)
  }

  async addRule(): Promise<void> {
    const id = `rule${this.#next()}`
    await this.#ask('@bob:localhost', 'PUT', `/pushrules/global/content/${id}`, { pattern: id, actions: [] })
    this.known.rules.push(id)
  }

  async addPusher(): Promise<void> {
    const isEnough = this.known.pushkeys.length >= 5
    const pushkey = `key${this.#next()}`
    const url = isEnough ? NOWHERE : this.#gateway
    const body = pusher(url, { pushkey, ...(isEnough ? { kind: 'email', app_id: 'm.email', data: {} } : {}) })
    await this.#ask('@bob:localhost', 'POST', '/pushers/set', body)
    if (!isEnough) this.known.pushkeys.push(pushkey)
  }

  /** One at a time, so that the greatest number is the last one. */
  async write(): Promise<void> {
    if (this.#isWriting) return this.send()
    this.#isWriting = true
    await this.#writeNumber().finally(() => {
      this.#isWriting = false
    })
  }

  async #writeNumber(): Promise<void> {
    const number = this.#next()
    await this.#ask('@alice:localhost', 'PUT', '/user/@alice:localhost/account_data/org.example.number', { number })
    this.known.written = number
  }

  async read(): Promise<void> {
    const count = this.known.events.length
    const newest = this.known.events.at(-1)
    if (newest === undefined) return
    await this.#ask('@bob:localhost', 'POST', `/rooms/${this.#room}/receipt/m.read/${newest}`, {})
    this.known.read = Math.max(this.known.read, count)
  }

  /** What the server has forgotten, a line for each. */
  async forgotten(): Promise<string[]> {
    const { known } = this
    const lost: string[] = []
    const compare = (what: string, wanted: Iterable<string>, found: readonly string[]) => {
      const there = new Set(found)
      for (const one of wanted) if (!there.has(one)) lost.push(`${what} ${one}`)
    }
    const users: string[] = []
    for (const userId of known.tokens.keys()) users.push((await this.#ask(userId, 'GET', '/account/whoami')).user_id)
    compare('token of', known.tokens.keys(), users)
    compare('room', known.rooms, (await this.#ask('@alice:localhost', 'GET', '/joined_rooms')).joined_rooms)
    const { content } = await this.#ask('@bob:localhost', 'GET', '/pushrules/global/')
    compare('rule', known.rules, idsIn(content, 'rule_id'))
    const { pushers } = await this.#ask('@bob:localhost', 'GET', '/pushers')
    compare('pusher', known.pushkeys, idsIn(pushers, 'pushkey'))
    const data = '/user/@alice:localhost/account_data/org.example.number'
    const written = known.written === 0 ? 0 : (await this.#ask('@alice:localhost', 'GET', data)).number
    if (written < known.written) lost.push(`account data ${known.written}: it has ${written}`)
    const { notifications } = await this.#ask('@bob:localhost', 'GET', '/notifications?limit=500')
    const notified = notifications.map((one: { event: { event_id: string } }) => one.event.event_id)
    compare('notification of', known.events.slice(-400), notified)
    return [...lost, ...(await this.#forgottenInSync())]
  }

  async #forgottenInSync(): Promise<string[]> {
    const filter = encodeURIComponent(JSON.stringify({ room: { timeline: { limit: 100_000 } } }))
    const sync = await this.#ask('@bob:localhost', 'GET', `/sync?filter=${filter}`)
    const { ephemeral, timeline } = sync.rooms.join[this.#room]
    const events = idsIn(timeline.events, 'event_id')
    const lost = this.known.events.filter((event) => !events.includes(event)).map((event) => `event ${event}`)
    if (this.known.read > 0) {
      const [read = ''] = ephemeral.events.flatMap((event: { content: object }) => Object.keys(event.content))
      const acknowledged = this.known.events[this.known.read - 1] ?? ''
      if (events.indexOf(read) < events.indexOf(acknowledged)) lost.push(`receipt for ${acknowledged}`)
    }
    return lost
  }

  #next(): number {
    this.#count += 1
    return this.#count
  }

  // biome-ignore lint/suspicious/noExplicitAny: it reads into bodies of every shape
  async #ask(userId: string | undefined, method: string, path: string, body?: unknown): Promise<any> {
    const token = this.known.tokens.get(userId ?? '')
    const response = await fetch(`${this.url}/_matrix/client/v3${path}`, {
      method,
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const result = await response.json()
    if (response.status !== 200) throw new Refusal(`${method} ${path}: ${response.status} ${JSON.stringify(result)}`)
    return result
  }
}

/** An answer other than 200, where one is due. */
export class Refusal extends Error {}

function idsIn(items: readonly Record<string, string>[], field: string): string[] {
  return items.map((item) => item[field] ?? '')
}
