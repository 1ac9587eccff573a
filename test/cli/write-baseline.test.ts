import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { openBaselineFile } from '../../cli/output/baseline-file.ts'
import { UsageError } from '../../common/usage-error.ts'
import { expectationOf, loadBaseline } from '../../run/index.ts'
import { allCases } from '../../suites/index.ts'
import { caseResult, HOSTILE } from '../reports/sample-run.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { runPlexor } from './run-plexor.ts'

t.test('the file can be read as a baseline, whatever strings the target sent', async (t) => {
  const file = join(temporaryFolder(t), 'known.yaml')
  const messages = [HOSTILE, '', '- a: *b', '"', '# no', ': ', '\ufffd\ufeff', 'x'.repeat(100_000), '\n\n']
  const cases = messages.map((message, index) => caseResult({ id: `a/${index}`, verdict: 'failed', message }))
  openBaselineFile(file, allCases).write({ cases })
  const text = readFileSync(file, 'utf8')
  t.match(text, /^# Known failures of the target, for plexor test --baseline\.\n/)
  t.ok(text.length < 10_000)
  const baseline = loadBaseline(text, file)
  t.strictSame(
    [...baseline.keys()],
    cases.map(({ id }) => id),
  )
  for (const result of cases) t.equal(expectationOf(result, baseline)?.met, true, result.id)
})

t.test('a run without failures writes a baseline without entries', async (t) => {
  const file = join(temporaryFolder(t), 'known.yaml')
  openBaselineFile(file, allCases).write({ cases: [] })
  t.equal(loadBaseline(readFileSync(file, 'utf8'), file).size, 0)
})

t.test('a file that cannot be used is reported before the run, and stays unchanged', async (t) => {
  const folder = temporaryFolder(t, { 'wrong.yaml': 'must-fial: []\n' })
  for (const { file, sentence } of [
    { file: join(folder, 'wrong.yaml'), sentence: /^Cannot use the baseline .*did you mean "must-fail"\?$/ },
    {
      file: join(folder, 'no/known.yaml'),
      sentence: /^Cannot write the baseline .*: no such file or folder$/,
    },
    { file: folder, sentence: /^Cannot write the baseline .*: it is a folder$/ },
  ]) {
    t.throws(() => openBaselineFile(file, allCases), { message: sentence })
    t.throws(() => openBaselineFile(file, allCases), UsageError)
  }
  openBaselineFile(join(folder, 'new.yaml'), allCases)
  t.notOk(existsSync(join(folder, 'new.yaml')))
})

t.test('a run with the written baseline is green', async (t) => {
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
      /^plexor: --write-baseline: expected a whole run, .*; give the option to plexor merge, with the reports of all/,
  })
})

const PROGRAM = `
process.stdin.setEncoding('utf8')
let rest = ''
process.stdin.on('data', (chunk) => {
  const lines = (rest + chunk).split('\\n')
  rest = lines.pop() ?? ''
  for (const line of lines) {
    const { id } = JSON.parse(line)
    const message = id === undefined ? { plexor_vectors: 1, name: 'nothing' } : { id, rule: null }
    process.stdout.write(JSON.stringify(message) + '\\n')
  }
})
`

t.test('a run of vectors writes a baseline too', async (t) => {
  const folder = temporaryFolder(t, { 'nothing.js': PROGRAM })
  const args = ['vectors', '--run', `'${process.execPath}' nothing.js`, '--only', 'globs/question-mark*']
  const first = await runPlexor(folder, [...args, '--write-baseline', 'known.yaml'])
  t.match(first, { exitCode: 1, stderr: /^plexor: Wrote \d+ known failures to known\.yaml, / })
  t.match(
    readFileSync(join(folder, 'known.yaml'), 'utf8'),
    /message: expected override\/vector, a notification, found no rule/,
  )
  t.match(await runPlexor(folder, [...args, '--baseline', 'known.yaml']), { exitCode: 0, stderr: '' })
})
