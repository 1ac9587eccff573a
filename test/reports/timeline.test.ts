import t from 'tap'
import { timelineLines } from '../../reports/timeline.ts'
import type { TimelineEntry } from '../../run/index.ts'

const LIMITS = { entries: 3, body: 20 }

function entry(at: number, changes: Partial<TimelineEntry> = {}): TimelineEntry {
  return { at, kind: 'client', actor: 'alice', summary: `step ${at}`, ...changes }
}

t.test('a long timeline keeps the latest entries and says what is omitted', (t) => {
  const lines = timelineLines(
    [1, 2, 3, 4, 5].map((at) => entry(at)),
    LIMITS,
  )
  t.same(
    lines.map((line) => line.trim()),
    ['… 2 entries omitted', '3 ms  alice  step 3', '4 ms  alice  step 4', '5 ms  alice  step 5'],
  )
  t.end()
})

t.test('an entry that violates the schema is never the one omitted', (t) => {
  const [first, ...later] = [1, 2, 3, 4, 5].map((at) => entry(at, at === 1 ? { violations: ['no id'] } : {}))
  const lines = timelineLines(first ? [first, ...later] : later, LIMITS)
  t.same(
    lines.map((line) => line.trim()),
    [
      '1 ms  alice  step 1',
      'violates the schema: no id',
      '… 2 entries omitted',
      '4 ms  alice  step 4',
      '5 ms  alice  step 5',
    ],
  )
  t.end()
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
  t.same(timelineLines([exchange], LIMITS), [
    '     8 ms  alice  GET /sync → 200 (3 ms)',
    '                  → plain',
    '                  ← {"rooms":{"join":{"!… (8 more characters)',
  ])
  t.end()
})

t.test('an exchange without a response has no status', (t) => {
  t.same(timelineLines([entry(1, { method: 'GET', path: '/sync', durationMs: 3 })], LIMITS), [
    '     1 ms  alice  GET /sync (3 ms)',
  ])
  t.end()
})

t.test('an empty timeline has no lines', (t) => {
  t.same(timelineLines([], LIMITS), [])
  t.end()
})
