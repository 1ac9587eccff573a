import t from 'tap'
import { Parser, type Result } from 'tap-parser'
import type { RunResult } from '../../run/index.ts'
import { golden } from './golden.ts'
import { caseResult, HOSTILE, sampleRun } from './sample-run.ts'
import { written } from './written.ts'

function parsed(text: string) {
  const points: Result[] = []
  const strays: string[] = []
  const parser = new Parser()
  parser.on('assert', (point) => points.push(point))
  parser.on('extra', (line) => strays.push(line))
  parser.end(text)
  return { points, strays, final: parser.results }
}

t.test('a run as TAP 14', (t) => {
  golden(t, 'sample.tap', written('tap', sampleRun()))
  t.end()
})

t.test('a TAP parser reads one point per case, with the right directive', (t) => {
  const run = sampleRun()
  const { points, strays, final } = parsed(written('tap', run))
  t.same(strays, [], 'nothing is outside the protocol')
  t.equal(final?.plan.end, run.cases.length)
  t.same(
    points.map(({ name, ok, todo, skip }) => [name.split(':')[0], ok, Boolean(todo), Boolean(skip)]),
    [
      ['pushers/listed', true, false, false],
      ['pushers/removed', false, false, false],
      ['pushers/known', false, true, false],
      ['pushers/other-known', false, false, false],
      ['pushers/stale', false, false, false],
      ['rules/hostile', false, false, false],
      ['rules/should', false, true, false],
      ['rules/open', true, false, false],
      ['rules/later', true, false, true],
      ['rules/inconclusive', false, false, false],
      ['rules/inconclusive-too', false, false, false],
      ['rules/builds-on', false, false, false],
      ['rules/same', false, false, false],
      ['rules/flaky', false, true, false],
    ],
  )
  t.end()
})

t.test('strings from the target cannot forge a line or a directive', (t) => {
  const text = written('tap', sampleRun())
  t.notMatch(text, /[^\P{Cc}\n]/u, 'no control character but line feeds')
  const { points } = parsed(text)
  const hostile = points.find(({ name }) => name.startsWith('rules/hostile'))
  t.match(hostile?.name, '# SKIP \\ end', 'the hash and the backslash come back as they were')
  t.match(hostile?.diag?.message, '\n...\n---\nok 99 - injected\n')
  t.equal(
    points.find(({ name }) => name.startsWith('rules/later'))?.skip,
    'Since v1.20 # and the spec version is v1.19',
  )
  t.end()
})

t.test('a brace at the end of a reason opens no subtest', (t) => {
  const skipped = caseResult({ verdict: 'n/a', message: 'saw {' })
  const { points } = parsed(written('tap', { ...sampleRun(), cases: [skipped, caseResult({})], exitCode: 0 }))
  t.same(
    points.map(({ skip }) => skip),
    ['saw', false],
  )
  t.end()
})

t.test('a run without cases is not a skipped plan', (t) => {
  const run: RunResult = {
    ...sampleRun(),
    cases: [],
    interruptions: [],
    remarks: ['No case ran'],
    conclusion: 'inconclusive',
    exitCode: 3,
  }
  const { points, final } = parsed(written('tap', run))
  t.equal(final?.ok, false)
  t.match(points, [{ ok: false, name: 'The run is inconclusive: No case ran' }])
  t.end()
})

t.test('a message of 100 KB is cut', (t) => {
  const run: RunResult = { ...sampleRun(), cases: [caseResult({ verdict: 'failed', message: HOSTILE.repeat(1_200) })] }
  t.ok(written('tap', run).length < 20_000)
  t.end()
})

t.test('the comments have the conclusion and the counts by level', async (t) => {
  const text = written('tap', sampleRun())
  t.match(text, /^# not conformant: 1 passed, \d failed, \d inconclusive, 2 known failures/m)
  t.match(text, /^# level stated: 1 failed$/m)
  t.match(text, '# remark: Pushes stopped arriving after rules/should')
})

t.test('a known failure has its evidence, and a red case says where it comes from', async (t) => {
  const { points } = parsed(written('tap', sampleRun()))
  const diagOf = (id: string) => points.find(({ name }) => name.startsWith(`${id}:`))?.diag
  const known = diagOf('pushers/known')
  t.match(known, { message: 'Expected 2 pushers, saw 1', baseline: 'must-fail: append is ignored, hs#7' })
  t.match(known?.timeline?.[0], /^» .*3 times/)
  t.match(diagOf('rules/builds-on')?.origin, [
    /builds on push\.stops \(stated\)/,
    'May follow from pushers/removed, which failed',
  ])
  t.equal(diagOf('rules/builds-on')?.same_cause_as, 'rules/same')
  t.match(diagOf('pushers/other-known')?.message, /Expected an id[\s\S]*All that it fails for: Expected a push/)
})
