import t from 'tap'
import { decidingRequest, type TimelineLimits, timelineLines } from '../../reports/timeline.ts'
import type { TimelineEntry } from '../../run/index.ts'

const LIMITS = { entries: 3, body: 20 }

function linesOf(timeline: TimelineEntry[], limits: TimelineLimits = LIMITS): string[] {
  return timelineLines({ timeline }, limits).map((line) => line.trim())
}

function entry(at: number, changes: Partial<TimelineEntry> = {}): TimelineEntry {
  return { at, kind: 'client', actor: 'alice', summary: `step ${at}`, ...changes }
}

t.test('a long timeline keeps the latest entries and says what is omitted', (t) => {
  t.same(linesOf([1, 2, 3, 4, 5].map((at) => entry(at))), [
    '… 2 entries omitted',
    '3 ms  alice  step 3',
    '4 ms  alice  step 4',
    '5 ms  alice  step 5',
  ])
  t.end()
})

t.test('an entry that violates the schema is never the one omitted', (t) => {
  const [first, ...later] = [1, 2, 3, 4, 5].map((at) => entry(at, at === 1 ? { violations: ['no id'] } : {}))
  t.same(linesOf(first ? [first, ...later] : later), [
    '1 ms  alice  step 1',
    'violates the schema: no id',
    '… 2 entries omitted',
    '4 ms  alice  step 4',
    '5 ms  alice  step 5',
  ])
  t.end()
})

t.test('a long list of violations is cut, with the number of the others', async (t) => {
  const lines = linesOf([entry(1, { violations: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] })])
  t.same(lines.slice(5), ['violates the schema: e', '… and 2 more violations of the schema'])
})

t.test('an exchange shows method, path, status, time and short bodies', (t) => {
  const exchange = entry(7.6, {
    method: 'GET',
    path: '/sync',
    status: 200,
    durationMs: 3.2,
    requestBody: 'plain',
    responseBody: { rooms: { join: { '!a': {} } } },
  })
  t.same(timelineLines({ timeline: [exchange] }, LIMITS), [
    '     8 ms  alice  GET /sync → 200 (3 ms)',
    '                  → plain',
    '                  ← {"rooms":{"join":{"!… (8 more characters)',
  ])
  t.end()
})

t.test('an exchange without a response has no status', (t) => {
  t.same(timelineLines({ timeline: [entry(1, { method: 'GET', path: '/sync', durationMs: 3 })] }, LIMITS), [
    '     1 ms  alice  GET /sync (3 ms)',
  ])
  t.end()
})

t.test('an empty timeline has no lines', (t) => {
  t.same(timelineLines({ timeline: [] }, LIMITS), [])
  t.end()
})

t.test('the decisive exchange is marked, and never the one omitted', async (t) => {
  const timeline = [1, 2, 3, 4, 5, 6].map((at) => {
    return entry(
      at,
      at === 1 ? { decisive: true, preparation: true, status: 200 } : at === 2 ? { violations: ['x'] } : {},
    )
  })
  t.same(linesOf(timeline), [
    '»    1 ms  alice  step 1 → 200',
    '2 ms  alice  step 2',
    'violates the schema: x',
    '… 3 entries omitted',
    '6 ms  alice  step 6',
  ])
})

t.test('equal exchanges in a row are one entry, whatever their times and the position of the sync', async (t) => {
  const poll = (at: number) =>
    entry(at, {
      method: 'GET',
      path: `/sync?since=${at}`,
      summary: '',
      status: 200,
      responseBody: { next_batch: `${at}` },
    })
  t.same(linesOf([entry(1), poll(2), poll(3), poll(9)]).slice(0, 2), [
    '1 ms  alice  step 1',
    '2 ms  alice  GET /sync?since=9 → 200, 3 times, at 2 ms, 3 ms, 9 ms',
  ])
  const filtered = [1, 2, 3].map((at) => ({ ...poll(at), path: `/sync?filter=${at}` }))
  t.match(linesOf(filtered)[0], '/sync?filter=3 → 200, 3 times', 'with another filter each')
  const many = [...Array(25).keys()].map((index) => poll(index * 400))
  t.match(linesOf(many)[0], '25 times, the last one at 9600 ms')
  t.match(linesOf([poll(1), poll(2)]), ['1 ms', /←/, '2 ms'], 'two of them stay two')
  const other = { ...poll(5), responseBody: { next_batch: '5', rooms: {} } }
  t.notMatch(linesOf([poll(1), poll(2), other, poll(9), poll(10)], { entries: 9, body: 20 }).join('\n'), 'times')
})

t.test('a fold with the decisive exchange is decisive', async (t) => {
  const timeline = [1, 2, 3].map((at) => entry(at, { summary: 'poll', ...(at === 3 && { decisive: true }) }))
  t.same(linesOf(timeline), ['»    1 ms  alice  poll, 3 times, at 1 ms, 2 ms, 3 ms'])
})

t.test(
  'the deciding request is the decisive one, the one that sent the event of a decisive push, or the last one',
  async (t) => {
    const requests = [1, 2, 3].map((at) => entry(at, { responseBody: { event_id: `$${at}` } }))
    const push = entry(4, { kind: 'gateway', decisive: true, requestBody: { notification: { event_id: '$2' } } })
    t.equal(decidingRequest([...requests, push])?.at, 2)
    t.equal(decidingRequest([...requests, { ...push, requestBody: null }])?.at, 3)
    t.equal(decidingRequest(requests)?.at, 3)
    t.equal(decidingRequest(requests.map((each) => (each.at === 1 ? { ...each, decisive: true } : each)))?.at, 1)
    t.equal(decidingRequest([entry(1, { preparation: true })]), undefined)
  },
)
