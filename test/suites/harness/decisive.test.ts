import t from 'tap'
import type { TimelineEntry } from '../../../run/index.ts'
import { markDecisive } from '../../../suites/harness/evidence/decisive.ts'

const EVENT = '$abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG'

const TIMELINE: TimelineEntry[] = [
  entry({ method: 'PUT', path: '/pushrules/x', status: 200 }),
  entry({ method: 'PUT', path: '/rooms/r/send/1', status: 200, responseBody: { event_id: EVENT } }),
  entry({ kind: 'gateway', method: 'POST', path: '/notify', requestBody: { notification: { event_id: EVENT } } }),
  entry({ method: 'GET', path: '/pushrules', status: 200, responseBody: { global: {} } }),
  entry({ kind: 'note', summary: 'a remark' }),
]

function entry(changes: Partial<TimelineEntry>): TimelineEntry {
  return { at: 0, kind: 'client', actor: 'alice', summary: '', ...changes }
}

/** List of notifications that has the event, and a later one without it. */
const LISTED = [[{ event: { event_id: EVENT } }], []].map((notifications) =>
  entry({ method: 'GET', path: '/notifications?limit=50', status: 200, responseBody: { notifications } }),
)

for (const { what, message, entries = TIMELINE, at } of [
  { what: 'the request that the message quotes', message: 'Expected PUT /pushrules/x to succeed, found 400', at: 0 },
  { what: 'the push of the event that the message names', message: `Expected a sound in ${EVENT}, found none`, at: 2 },
  {
    what: 'the request that sent the event if there was no push of it',
    message: `Expected a push of ${EVENT}, found none`,
    entries: TIMELINE.filter(({ kind }) => kind !== 'gateway'),
    at: 1,
  },
  {
    what: 'the list of notifications that has the event',
    message: `Expected the notification of ${EVENT} to be read, found it unread`,
    entries: [...TIMELINE, ...LISTED],
    at: 5,
  },
  {
    what: 'the push of a listed event, if the message is about a push',
    message: `Expected no push of ${EVENT}, found one`,
    entries: [...TIMELINE, ...LISTED],
    at: 2,
  },
  { what: 'the last exchange otherwise', message: 'Expected the rule to be enabled, found it disabled', at: 3 },
  { what: 'not a request whose path only begins like this', message: 'Expected GET /push to succeed', at: 3 },
]) {
  t.test(`the decisive exchange is ${what}`, async (t) => {
    const marked = markDecisive(entries, message)
    t.strictSame(
      marked.flatMap(({ decisive }, index) => (decisive ? [index] : [])),
      [at],
    )
  })
}
