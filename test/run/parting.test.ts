import t from 'tap'
import {
  type CaseResult,
  combineRepetitions,
  MAX_TIMELINE_ENTRIES,
  partingText,
  type TimelineEntry,
} from '../../run/index.ts'
import { rememberUncut } from '../../run/parting.ts'
import { caseResult } from '../reports/sample-run.ts'

let serial = 0

/** Exchange of a client; identifiers, tokens and times differ each time. */
function request(
  actor: string,
  method: string,
  path: string,
  responseBody: unknown,
  fields: Partial<TimelineEntry> = {},
) {
  serial += 1
  const entry: TimelineEntry = {
    at: serial,
    kind: 'client',
    actor,
    summary: `${method} ${path}`,
    method,
    path,
    status: 200,
    responseBody,
    ...fields,
  }
  return entry
}

const join = (actor: string) =>
  request(actor, 'POST', `/rooms/!room${serial}:a.example/join`, { room_id: `!room${serial}:a.example` })

const sync = (actor: string, notification_count: number, fields: Partial<TimelineEntry> = {}) =>
  request(
    actor,
    'GET',
    `/_matrix/client/v3/sync?since=s${serial}`,
    {
      next_batch: `s${serial}`,
      presence: serial % 2 ? { events: [] } : undefined,
      rooms: { join: { [`!room${serial}:a.example`]: { unread_notifications: { notification_count } } } },
    },
    fields,
  )

const push = (unread: number): TimelineEntry => ({
  ...request('target', 'POST', '/_matrix/push/v1/notify', { rejected: [] }),
  kind: 'gateway',
  requestBody: {
    notification: { event_id: `$event${serial}`, counts: { unread }, devices: [{ pushkey: `key-${serial}` }] },
  },
})

const passed = (...timeline: TimelineEntry[]) => caseResult({ verdict: 'passed', timeline })
const failed = (...timeline: TimelineEntry[]) => caseResult({ verdict: 'failed', message: 'It fails', timeline })

const partingOf = (...results: [CaseResult, ...CaseResult[]]) => combineRepetitions(results).repetitions?.parting

t.test('repetitions part at the first exchange that differs in more than identifiers and times', async (t) => {
  const good = () => passed(join('alice'), join('bob'), sync('alice', 1), join('alice'))
  const parting = partingOf(good(), good(), failed(join('alice'), join('bob'), sync('alice', 0, { at: 812.4 })))
  t.match(parting, {
    after: 2,
    actor: 'alice',
    better: {
      repetition: 1,
      verdict: 'passed',
      exchange: 'GET /_matrix/client/v3/sync → 200',
      body: 'notification_count: 1',
    },
    worst: { repetition: 3, verdict: 'failed', at: 812.4, body: 'notification_count: 0' },
  })
  if (parting === undefined) return
  t.match(
    partingText(parting),
    /^The repetitions part after 2 exchanges of the case: in repetition 1 \(passed\) alice sends GET \/_matrix\/client\/v3\/sync → 200, notification_count: 1 \(at \d+ ms\); in repetition 3 \(failed\) alice sends GET .* → 200, notification_count: 0 \(at 812 ms\)$/,
  )
})

t.test('another status is a difference, and its bodies are not compared', async (t) => {
  const parting = partingOf(
    passed(join('alice'), request('alice', 'GET', '/pushers', { pushers: [] })),
    failed(join('alice'), request('alice', 'GET', '/pushers', { errcode: 'M_UNKNOWN' }, { status: 500 })),
  )
  t.match(parting, { after: 1, better: { exchange: 'GET /pushers → 200' }, worst: { exchange: 'GET /pushers → 500' } })
  t.notOk('body' in (parting?.better ?? {}))
})

t.test('a push that is missing in one repetition is the difference, whatever comes after it', async (t) => {
  const parting = partingOf(passed(join('alice'), push(1), sync('alice', 1), join('bob')), failed(join('alice')))
  t.match(parting, { after: 1, actor: 'target', better: { exchange: 'POST /_matrix/push/v1/notify → 200' } })
  t.notOk('exchange' in (parting?.worst ?? {}))
  if (parting) t.match(partingText(parting), /; in repetition 2 \(failed\) target sends nothing like it$/)
  const extra = partingOf(passed(join('alice'), push(1)), failed(join('alice'), push(1), push(2)))
  t.match(extra, { after: 2, actor: 'target', worst: { exchange: 'POST /_matrix/push/v1/notify → 200' } })
})

t.test('the length of a list and a field that is missing are differences', async (t) => {
  const list = (...items: object[]) => request('alice', 'GET', '/notifications', { notifications: items })
  t.match(partingOf(passed(list({ read: true }, {})), failed(list({ read: true }))), {
    better: { body: 'notifications: 2 items' },
    worst: { body: 'notifications: 1 item' },
  })
  t.match(partingOf(passed(list({ read: true })), failed(list({}))), {
    better: { body: 'read: true' },
    worst: { body: 'without read' },
  })
})

t.test('what is sent at the same time can swap places, and polling more often does not count', async (t) => {
  t.equal(partingOf(passed(join('alice'), join('bob')), failed(join('bob'), join('alice'))), undefined)
  t.equal(partingOf(passed(push(1), push(2), push(3)), failed(push(2), push(3), push(1))), undefined)
  t.equal(
    partingOf(passed(sync('alice', 0), sync('alice', 1)), failed(sync('alice', 0), sync('alice', 0), sync('alice', 1))),
    undefined,
  )
  const prepared = request('alice', 'POST', '/register', {}, { preparation: true, status: 401 })
  t.equal(partingOf(passed(prepared, join('alice')), failed(join('alice'))), undefined)
})

t.test('the better repetition that is most like the worst one is compared', async (t) => {
  const parting = partingOf(
    passed(sync('alice', 7)),
    failed(join('alice'), sync('alice', 0)),
    passed(join('alice'), sync('alice', 1)),
  )
  t.match(parting, { after: 1, better: { repetition: 3 }, worst: { repetition: 2 } })
})

t.test('bodies that were cut for reports are compared as they were', async (t) => {
  const cut = (unread: number) => {
    const whole = sync('alice', unread)
    const short = { ...whole, responseBody: '{"next_batch":"s1"… (4096 more characters)' }
    rememberUncut(short, whole)
    return short
  }
  t.match(partingOf(passed(cut(1)), failed(cut(0))), {
    better: { body: 'notification_count: 1' },
    worst: { body: 'notification_count: 0' },
  })
})

t.test(
  'nothing is said where nothing is seen: the same verdict, a body that is cut, the end of a cut timeline',
  async (t) => {
    t.equal(partingOf(passed(sync('alice', 0)), passed(sync('alice', 1))), undefined)
    const cut = request('alice', 'GET', '/sync', '{"rooms":… (9 more characters)')
    t.equal(partingOf(passed(request('alice', 'GET', '/sync', {})), failed(cut)), undefined)
    const long = [...Array(MAX_TIMELINE_ENTRIES).keys()].map((count) => sync('alice', count))
    t.equal(partingOf(passed(...long, sync('alice', -1)), failed(...long)), undefined)
    t.match(partingOf(passed(...long.with(500, join('alice'))), failed(...long)), { after: 500 })
  },
)
