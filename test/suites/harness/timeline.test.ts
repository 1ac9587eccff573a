import t from 'tap'
import { Redactor } from '../../../suites/harness/evidence/redactor.ts'
import { Timeline } from '../../../suites/harness/evidence/timeline.ts'
import type { TimelineEntry } from '../../../suites/index.ts'

function entry(changes: Partial<TimelineEntry> = {}): TimelineEntry {
  return { at: 0, kind: 'client', actor: 'alice', summary: 'GET /', ...changes }
}

t.test('entries are ordered by start time', async (t) => {
  const timeline = new Timeline(new Redactor())
  for (const at of [30, 10, 20]) timeline.add(entry({ at }))
  t.strictSame(
    timeline.entries().map(({ at }) => at),
    [10, 20, 30],
  )
})

t.test('times are rounded to a tenth of a millisecond', async (t) => {
  const timeline = new Timeline(new Redactor())
  timeline.add(entry({ at: 1.2345, durationMs: 6.789 }))
  t.match(timeline.entries(), [{ at: 1.2, durationMs: 6.8 }])
})

t.test('long bodies are cut, with the number of missing characters', async (t) => {
  const timeline = new Timeline(new Redactor())
  timeline.add(entry({ requestBody: { text: 'x'.repeat(10_000) }, responseBody: { text: 'short' } }))
  const [{ requestBody, responseBody } = entry()] = timeline.entries()
  t.type(requestBody, 'string')
  t.match(requestBody, /^\{"text":"x{4000,4096}… \(\d+ more characters\)$/)
  t.strictSame(responseBody, { text: 'short' })
})

t.test('a target that never stops cannot fill the memory', async (t) => {
  const timeline = new Timeline(new Redactor())
  for (let n = 0; n < 5000; n += 1) timeline.note(`note ${n}`)
  t.equal(timeline.entries().length, 1000)
  t.match(timeline.entries()[0], { kind: 'note', actor: 'plexor', summary: 'note 0' })
})

t.test('secrets are removed from every field', async (t) => {
  const redactor = new Redactor()
  redactor.add('the-secret')
  const timeline = new Timeline(redactor)
  timeline.note('a note about the-secret')
  timeline.add(
    entry({
      summary: 'GET /the-secret',
      path: '/x?access_token=unknown&y=the-secret',
      requestBody: { password: 'p', deep: ['the-secret'] },
      responseBody: 'text with the-secret',
      violations: ['At /x: expected a number, found "the-secret"'],
    }),
  )
  const written = JSON.stringify(timeline.entries())
  t.notMatch(written, /the-secret|unknown|"p"/)
  t.match(written, '<redacted>')
})

t.test('a secret at the place of a cut is not shown in part', async (t) => {
  const secret = 'abcdefghijklmnopqrstuvwxyz'
  const redactor = new Redactor()
  redactor.add(secret)
  for (let pad = 4060; pad < 4100; pad += 1) {
    const timeline = new Timeline(redactor)
    timeline.add(entry({ requestBody: 'x'.repeat(pad) + secret + 'y'.repeat(100) }))
    if (JSON.stringify(timeline.entries()).includes('abc')) t.fail(`shows with ${pad} characters before it`)
  }
})

t.test('the wait that used most of its time limit is recorded', async (t) => {
  const timeline = new Timeline(new Redactor())
  t.equal(timeline.slowestWait, undefined)
  timeline.waited('a response', 500, 10_000)
  timeline.waited('a push', 900, 1000)
  timeline.waited('another push', 5000, 10_000)
  t.strictSame(timeline.slowestWait, { what: 'a push', tookMs: 900, limitMs: 1000 })
})

t.test('a body that is cut is distinguished from one that was sent as text', async (t) => {
  const timeline = new Timeline(new Redactor())
  timeline.add(entry({ requestBody: { text: 'x'.repeat(10_000) } }))
  timeline.add(entry({ requestBody: '{"broken', requestBodyForm: 'text' }))
  timeline.add(entry({ requestBody: { whole: true } }))
  t.strictSame(
    timeline.entries().map(({ requestBodyForm }) => requestBodyForm),
    ['cut', 'text', undefined],
  )
})

t.test('the body of the exchange that decides is not cut where others are', async (t) => {
  const timeline = new Timeline(new Redactor())
  const body = { text: 'x'.repeat(20_000), counts: { unread: 7 } }
  timeline.add(entry({ method: 'GET', path: '/pushers', responseBody: body }))
  timeline.add(entry({ method: 'GET', path: '/sync', responseBody: body }))
  const [other, decisive] = timeline.entries('Expected 3 unread, found 7')
  t.type(other?.responseBody, 'string')
  t.match(decisive, { decisive: true, responseBody: body })
})

t.test('secrets of very long texts are removed too', async (t) => {
  const timeline = new Timeline(new Redactor())
  const text = JSON.stringify({ access_token: 'of nobody \\" whom we know', fill: 'x'.repeat(200_000) })
  timeline.add(entry({ responseBody: text }))
  const [{ responseBody } = entry()] = timeline.entries()
  t.match(responseBody, /^\{"access_token":"<redacted>","fill":"x{100}/)
})

t.test('the bodies of a case have a limit together, and the oldest are cut first', async (t) => {
  const timeline = new Timeline(new Redactor())
  for (let n = 0; n < 200; n += 1) {
    timeline.add(entry({ at: n, responseBody: { n, text: 'x'.repeat(60_000) } }))
  }
  const memory = timeline.entries('Expected nothing, found something')
  t.ok(JSON.stringify(memory).length < 1_100_000)
  t.match(memory.at(-1), { decisive: true, responseBody: /more characters\)$/ })
})

t.test('long paths are cut, and their secrets removed', async (t) => {
  const redactor = new Redactor()
  redactor.add('secret-of-alice')
  const timeline = new Timeline(redactor)
  const path = `/secret-of-alice/${'x'.repeat(1_000_000)}`
  timeline.add(entry({ path, summary: `GET ${path}` }))
  const [found = entry()] = timeline.entries()
  for (const text of [found.path, found.summary]) {
    t.match(text, /^(GET )?\/<redacted>\/x+… \(\d+ more characters\)$/)
    t.ok((text?.length ?? 0) < 2_100)
  }
})

t.test('a brief timeline has the beginnings of bodies', async (t) => {
  const timeline = new Timeline(new Redactor())
  const body = { text: 'x'.repeat(3_000) }
  timeline.add(entry({ responseBody: body }))
  timeline.add(entry({ at: 1, responseBody: body }))
  const [other, decisive] = timeline.entries('Expected y, found x', { isBrief: true })
  t.match(other?.responseBody, /^\{"text":"x{191}… /)
  t.strictSame(decisive?.responseBody, body)
})
