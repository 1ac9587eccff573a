import { adding, afterPreflight, beHonest, changing, type HostileKind, onlyFor, sendJson } from './exchange.ts'

const MIB = 1024 * 1024
const GET_PUSHERS = /^GET \S*\/pushers$/
const PUSHER = { app_display_name: 'App', app_id: 'app', data: {}, device_display_name: 'Device', kind: 'http' }

/** Returns a list of pushers of which the first number is right. */
function pushers(count: number, one: object = { ...PUSHER, lang: 'en', pushkey: 'key' }): string {
  return `{"pushers":[${Array(count).fill(JSON.stringify(one)).join(',')}]}`
}

/** Returns a response whose first ID of a room or event ends with bytes that are not UTF-8, or half a surrogate pair. */
function spoilId(text: string): string | Buffer {
  const id = /"(?:room|event)_id":"[^"]+/.exec(text)
  if (id === null) return text
  const end = id.index + id[0].length
  const [before, after] = [text.slice(0, end), text.slice(end)]
  if (end % 2 === 0) return `${before}\\ud800${after}`
  return Buffer.concat([Buffer.from(before), Buffer.from([0xff, 0xc0]), Buffer.from(after)])
}

/** Homeservers whose responses are complete, and wrong in what they contain. */
export const HOSTILE_RESPONSES: readonly HostileKind[] = [
  { name: 'honest', does: 'conforms, for comparison', create: () => beHonest },
  {
    name: 'wrong-items',
    does: 'lists 300 kB of wrong pushers',
    create: () => onlyFor(GET_PUSHERS, ({ response }) => sendJson(response, 200, pushers(100_000, {}))),
  },
  {
    name: 'many-pushers',
    does: 'lists 100,000 pushers',
    create: () => onlyFor(GET_PUSHERS, ({ response }) => sendJson(response, 200, pushers(100_000))),
  },
  {
    name: 'huge-field',
    does: 'adds 8 MiB of {} in an unknown field to every response',
    jobs: 64,
    create: () => afterPreflight(adding(`"zzz":[${'{},'.repeat((8 * MIB) / 3)}{}]`)),
  },
  {
    name: 'many-values',
    does: 'adds 72 kB of {} in an unknown field to every response, which is just accepted',
    jobs: 64,
    create: () => afterPreflight(adding(`"zzz":[${'{},'.repeat(24_000)}{}]`)),
  },
  {
    name: 'many-fields',
    does: 'adds 3,000 fields in 60 kB to every response',
    create: () => {
      const fields = Array.from({ length: 3_000 }, (_, number) => `"field-${number}":${number}`)
      return afterPreflight(adding(`"zzz":{${fields.join(',')}}`))
    },
  },
  {
    name: 'large-text',
    does: 'adds a text of 3.9 MiB to every response, which is just accepted',
    jobs: 64,
    create: () => afterPreflight(adding(`"zzz":"${'x'.repeat(3.9 * MIB)}"`)),
  },
  {
    name: 'large-sync',
    does: 'adds an event of 4 MB to every response to /sync',
    create: () => {
      const event = `{"type":"x.y","sender":"@x:y","event_id":"$x","origin_server_ts":1,"content":{"body":"${'x'.repeat(4_000_000)}"}}`
      return onlyFor(/^GET \S*\/sync/, adding(`"presence":{"events":[${event}]}`))
    },
  },
  {
    name: 'deep-json',
    does: 'responds with JSON that is nested 100,000 levels deep',
    create: () => afterPreflight(changing(() => `${'['.repeat(100_000)}${']'.repeat(100_000)}`)),
  },
  {
    name: 'deep-field',
    does: 'adds a field that is nested 1,000 levels deep to every response',
    create: () => afterPreflight(adding(`"zzz":${'{"a":'.repeat(1_000)}1${'}'.repeat(1_000)}`)),
  },
  {
    name: 'html',
    does: 'responds with a page and status 200',
    create: () => afterPreflight(({ response }) => response.end('<html><script>alert(1)</script></html>')),
  },
  {
    name: 'not-utf-8',
    does: 'ends the IDs of rooms and events with bytes that are not UTF-8, or with half a surrogate pair',
    create: () => afterPreflight(changing(spoilId)),
  },
  {
    name: 'long-ids',
    does: 'extends the IDs of rooms and events to 1 MB',
    create: () =>
      afterPreflight(
        changing((text) => text.replace(/"(room|event)_id":"([^"]+)"/, `"$1_id":"$2${'x'.repeat(1_000_000)}"`)),
      ),
  },
  {
    name: 'long-tokens',
    does: 'extends access tokens to 1 MB',
    create: () =>
      afterPreflight(
        changing((text) => text.replace(/"access_token":"[^"]+/, (token) => token + '%'.repeat(1_000_000))),
      ),
  },
  {
    name: 'same-event-ids',
    does: 'gives every event the same ID',
    create: () => afterPreflight(changing((text) => text.replaceAll(/"event_id":"[^"]+"/g, '"event_id":"$same"'))),
  },
  {
    name: 'same-next-batch',
    does: 'responds to every /sync at once, with the same next_batch',
    create: () =>
      onlyFor(/^GET \S*\/sync/, ({ response }) => sendJson(response, 200, '{"next_batch":"again","rooms":{}}')),
  },
  {
    name: 'endless-list',
    does: 'lists the same notification forever, with a new next_token on every page',
    create: () =>
      onlyFor(/^GET \S*\/notifications/, ({ response, number }) => {
        const event = { content: {}, event_id: '$x', origin_server_ts: 1, sender: '@x:y', type: 'm.room.message' }
        const one = { actions: ['notify'], event, read: false, room_id: '!x:y', ts: 1 }
        sendJson(response, 200, JSON.stringify({ next_token: `page-${number}`, notifications: [one] }))
      }),
  },
  {
    name: 'escape-sequences',
    does: 'puts escape sequences and commands to a CI server into every response',
    create: () => {
      const text = '\\u001b]0;owned\\u0007\\u001b[2J\\r\\n::error::owned\\n##vso[task.complete]\\u202e\\u0000'
      return afterPreflight(async (exchange) => {
        if (exchange.number % 3 > 0) return await beHonest(exchange)
        exchange.response.setHeader('retry-after', '0')
        sendJson(exchange.response, 400, `{"errcode":"M_X${text}","error":"${text}","${text}":"${text}"}`)
      })
    },
  },
]
