import t from 'tap'
import { type CaseResult, causeOf, causesOf, type TimelineEntry } from '../../run/index.ts'
import { caseResult } from '../reports/sample-run.ts'

function failed(id: string, message: string, decisive?: Partial<TimelineEntry>): CaseResult {
  const entry = { at: 1, kind: 'client' as const, actor: 'alice', summary: '', method: 'GET', decisive: true as const }
  return caseResult({
    id,
    verdict: 'failed',
    message,
    timeline: decisive === undefined ? [] : [{ ...entry, ...decisive }],
  })
}

t.test('the same request with the same error is one cause, whatever the messages', async (t) => {
  const refused = (id: string, status: number) =>
    failed(id, `${id} failed`, { path: `/rooms/!${id}:hs/x`, status, responseBody: { errcode: 'M_UNKNOWN' } })
  t.strictSame(causesOf([refused('a', 400), refused('b', 400), refused('c', 403)]), [
    { what: 'GET /rooms/…/x → 400 M_UNKNOWN', cases: ['a', 'b'] },
  ])
})

t.test('the same violation of the schema in the same response is one cause, whatever follows it', async (t) => {
  const violating = (id: string, place: number, rest: string) => {
    const violations = [`At /rules/${place}: expected the property "enabled", found an object with "${id}"`, rest]
    const message = `Expected the response to GET /rules to conform to its schema, found violations: ${violations.join('; ')}`
    return failed(id, message, { path: '/rules', status: 200, violations })
  }
  t.match(causesOf([violating('a', 0, 'x'), violating('b', 7, 'y')]), [
    { what: /^GET \/rules violates the schema: At \/rules\/\*: expected the property "enabled"/, cases: ['a', 'b'] },
  ])
  const other = failed('c', 'Expected 2 rules, found 1', { path: '/rules', status: 200, violations: ['At /a'] })
  t.equal(causeOf(other), 'Expected 2 rules, found 1', 'a violation that the message does not name is not the cause')
})

t.test('else the message counts, without what differs from case to case', async (t) => {
  const causes = causesOf([
    failed('a', 'Expected a push of $abcdefgh, found none'),
    failed('b', 'Expected 1, found 2'),
    failed('c', 'Expected a push of $0123456789, found none\nand more'),
    caseResult({ id: 'd', message: 'Expected 1, found 2' }),
  ])
  t.strictSame(causes, [{ what: 'Expected a push of …, found none', cases: ['a', 'c'] }], 'only red cases have a cause')
})
