import t from 'tap'
import { Notifier, type Sync } from '../examples/client/notifier.ts'

const said = (sender: string, body: string, hour = 9) => ({
  type: 'm.room.message',
  sender,
  content: { msgtype: 'm.text', body },
  origin_server_ts: Date.UTC(2030, 0, 1, hour),
})

const inRoom = (...events: ReturnType<typeof said>[]): Sync => ({
  rooms: { join: { '!tea:x': { timeline: { events }, summary: { 'm.joined_member_count': 3 } } } },
})

const withRules = (global: object): Sync => ({
  account_data: { events: [{ type: 'm.push_rules', content: { global } }] },
})

t.test('the client of the example notifies its user', async (t) => {
  const notifier = new Notifier('@alice:x', 'v1.19')
  const bodies = (sync: Sync) => notifier.read(sync).map(({ event }) => event.content)
  t.strictSame(bodies(inRoom(said('@bob:x', 'tea?'), said('@alice:x', 'yes'))), [{ msgtype: 'm.text', body: 'tea?' }])

  const quiet = { rule_id: 'quiet', default: false, enabled: true, actions: [] }
  notifier.read(withRules({ room: [{ ...quiet, rule_id: '!tea:x' }] }))
  t.strictSame(bodies(inRoom(said('@bob:x', 'tea?'))), [], 'the rules of the user count, although /sync names no room')

  const nightly = { ...quiet, conditions: [{ kind: 'org.example.hours', from: 0, until: 6 }] }
  notifier.read(withRules({ override: [nightly] }))
  const [event, ...more] = notifier.read(inRoom(said('@bob:x', 'asleep?', 3), said('@bob:x', 'awake?', 8)))
  t.match(event, { roomId: '!tea:x', event: { content: { body: 'awake?' } }, outcome: { notify: true } })
  t.strictSame(more, [])
})
