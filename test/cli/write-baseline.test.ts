import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { UsageError } from '../../common/usage-error.ts'
import { loadBaseline } from '../../run/baseline.ts'
import type { CaseResult, Counts, Verdict } from '../../run/events.ts'
import { knownFailures, openBaselineFile } from '../../run/write-baseline.ts'
import { caseResult, HOSTILE } from '../reports/sample-run.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { runPlexor } from './run-plexor.ts'

const SECTION = 'https://spec.matrix.org/v1.19/client-server-api/#push-notifications'
const EARLIER = loadBaseline(
  `must-fail:
  - case: a/known
    reason: Known, hs#1
may-flake:
  - case: a/flaky
    reason: Flaky, hs#2
`,
  'known.yaml',
)

function ended(id: string, verdict: Verdict, verdicts?: Partial<Counts>): CaseResult {
  const repetitions = verdicts && { repetitions: { runs: 3, verdicts, flakeRate: 0.3 } }
  return caseResult({ id, verdict, message: 'Expected it, found none\nmore', ...repetitions })
}

for (const { what, result, entry } of [
  { what: 'a case that failed', result: ended('a/new', 'failed'), entry: 'must-fail TODO: Expected it, found none' },
  { what: 'a case that passed', result: ended('a/new', 'passed') },
  { what: 'a case that only warned', result: ended('a/new', 'warned') },
  { what: 'a case that was noted', result: ended('a/new', 'noted') },
  { what: 'a case that could not be judged', result: ended('a/new', 'inconclusive') },
  {
    what: 'a case that failed in every repetition',
    result: ended('a/new', 'failed', { failed: 3 }),
    entry: 'must-fail TODO: Expected it, found none',
  },
  {
    what: 'a case that failed in some repetitions',
    result: ended('a/new', 'failed', { failed: 1, passed: 2 }),
    entry: 'may-flake TODO: Expected it, found none',
  },
  { what: 'a case that was inconclusive in some repetitions', result: ended('a/new', 'inconclusive', { inconclusive: 1, passed: 2 }) },
  { what: 'a known failure that failed', result: ended('a/known', 'failed'), entry: 'must-fail Known, hs#1' },
  { what: 'a known failure that warned', result: ended('a/known', 'warned'), entry: 'must-fail Known, hs#1' },
  { what: 'a known failure that passed', result: ended('a/known', 'passed') },
  {
    what: 'a known failure that could not be judged',
    result: ended('a/known', 'inconclusive'),
    entry: 'must-fail Known, hs#1',
  },
  {
    what: 'a known failure that turned out to flake',
    result: ended('a/known', 'passed', { failed: 1, passed: 2 }),
    entry: 'may-flake Known, hs#1',
  },
  { what: 'a flaky case that passed', result: ended('a/flaky', 'passed'), entry: 'may-flake Flaky, hs#2' },
  { what: 'a flaky case that failed', result: ended('a/flaky', 'failed'), entry: 'may-flake Flaky, hs#2' },
]) {
  t.test(`${what} is ${entry === undefined ? 'not written' : `written as ${entry}`}`, async (t) => {
    const found = knownFailures([result], EARLIER, ['a/known', 'a/flaky']).get(result.id)
    t.equal(found && `${found.kind} ${found.reason}`, entry)
  })
}

t.test('what was not selected is kept, unless there is no such case any more', async (t) => {
  const entries = knownFailures([ended('a/new', 'failed')], EARLIER, ['a/known'])
  t.strictSame([...entries.keys()], ['a/known', 'a/new'])
})

t.test('the section is named, and entries are sorted', async (t) => {
  const requirements = [{ id: 'r', level: 'must' as const, text: 'So it is', section: SECTION }]
  const entries = knownFailures([ended('b/z', 'failed'), { ...ended('b/a', 'failed'), requirements }], new Map(), [])
  t.strictSame([...entries.keys()], ['b/a', 'b/z'])
  t.equal(entries.get('b/a')?.reason, `TODO: Expected it, found none (${SECTION})`)
})

t.test('the file reads back as a baseline, whatever the target said', async (t) => {
  const file = join(temporaryFolder(t), 'known.yaml')
  const messages = [HOSTILE, '', '- a: *b', '"', '# no', ': ', '\ufffd\ufeff', 'x'.repeat(100_000), '\n\n']
  const cases = messages.map((message, index) => caseResult({ id: `a/${index}`, verdict: 'failed', message }))
  openBaselineFile(file).write({ cases })
  const text = readFileSync(file, 'utf8')
  t.match(text, /^# Known failures of the target, for plexor test --baseline\.\n/)
  t.ok(text.length < 10_000)
  t.strictSame(
    [...loadBaseline(text, file).keys()],
    cases.map(({ id }) => id),
  )
})

t.test('a run without failures writes a baseline without entries', async (t) => {
  const file = join(temporaryFolder(t), 'known.yaml')
  openBaselineFile(file).write({ cases: [] })
  t.equal(loadBaseline(readFileSync(file, 'utf8'), file).size, 0)
})

t.test('a file that cannot be used is known before the run, and left as it is', async (t) => {
  const folder = temporaryFolder(t, { 'wrong.yaml': 'must-fial: []\n' })
  for (const { file, sentence } of [
    { file: join(folder, 'wrong.yaml'), sentence: /^Cannot use the baseline .*did you mean "must-fail"\?$/ },
    {
      file: join(folder, 'no/known.yaml'),
      sentence: /^Cannot write the baseline .*: there is no such file or folder$/,
    },
    { file: folder, sentence: /^Cannot write the baseline .*: it is a folder$/ },
  ]) {
    t.throws(() => openBaselineFile(file), { message: sentence })
    t.throws(() => openBaselineFile(file), UsageError)
  }
  openBaselineFile(join(folder, 'new.yaml'))
  t.notOk(existsSync(join(folder, 'new.yaml')))
})

t.test('what a run writes makes the next one green', async (t) => {
  const folder = temporaryFolder(t)
  const args = ['test', 'ref:pushers.lists-none', '--only', 'pushers/set-is-listed']
  const first = await runPlexor(folder, [...args, '--write-baseline', 'known.yaml'])
  t.match(first, { exitCode: 1, stderr: /^plexor: Wrote 1 known failure to known\.yaml, 1 of them new: / })
  t.match(await runPlexor(folder, [...args, '--baseline', 'known.yaml']), { exitCode: 0, stderr: '' })
})

t.test('a shard writes no baseline, and all shards together do', async (t) => {
  const folder = temporaryFolder(t)
  const args = ['test', 'ref:pushers.lists-none', '--only', 'pushers/set-is-listed', '--shard', '1/1']
  await runPlexor(folder, [...args, '--report', 'json=1.json'])
  const merged = await runPlexor(folder, ['merge', '1.json', '--write-baseline', 'known.yaml'])
  t.match(merged, { exitCode: 1, stderr: /^plexor: Wrote 1 known failure to known\.yaml/ })
  t.match(await runPlexor(folder, ['test', 'ref:', '--shard', '1/2', '--write-baseline', 'known.yaml']), {
    exitCode: 2,
    stderr:
      /^plexor: The option --write-baseline needs a whole run, .*: give it to plexor merge, with the reports of all/,
  })
})
