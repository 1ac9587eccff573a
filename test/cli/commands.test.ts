import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { XMLValidator } from 'fast-xml-parser'
import t from 'tap'
import { type FinalResults, Parser } from 'tap-parser'
import { FAULTS } from '../../reference/index.ts'
import { requirements } from '../../spec/index.ts'
import { allCases as cases, type RunResult } from '../../suites/index.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { runPlexor } from './run-plexor.ts'

const folder = temporaryFolder(t)

/** Parses a TAP report with another implementation. */
async function parseTap(text: string): Promise<{ results: FinalResults }> {
  const { promise, resolve } = Promise.withResolvers<FinalResults>()
  new Parser({}, resolve).end(text)
  return { results: await promise }
}

/** Those of the ids that a list names. */
function named(stdout: string, ids: readonly string[]): string[] {
  const words = new Set(stdout.split(/[\s,:]+/))
  return ids.filter((id) => words.has(id))
}

t.test('--help says what the exit codes mean', async (t) => {
  for (const args of [['--help'], ['test', '--help']]) {
    const { exitCode, stdout, stderr } = await runPlexor(folder, args)
    t.strictSame({ exitCode, stderr }, { exitCode: 0, stderr: '' })
    t.match(
      stdout,
      /Exit codes: 0 conformant or as expected, 1 not conformant, 2 wrong usage or configuration, 3 target unreachable/,
    )
  }
})

t.test('list', async (t) => {
  for (const { args, ids } of [
    { args: [], ids: cases.map(({ id }) => id) },
    { args: ['--requirements'], ids: requirements.map(({ id }) => id) },
    { args: ['--coverage'], ids: requirements.map(({ id }) => id) },
    { args: ['--faults'], ids: FAULTS.map(({ name }) => name) },
  ]) {
    const { exitCode, stdout, stderr } = await runPlexor(folder, ['list', ...args])
    t.strictSame({ exitCode, stderr }, { exitCode: 0, stderr: '' })
    t.strictSame(named(stdout, ids), ids, `list ${args.join(' ')}`)
  }
})

t.test('doctor says step by step that the reference can be tested', async (t) => {
  const { exitCode, stdout, stderr } = await runPlexor(folder, ['doctor', 'ref:'])
  t.strictSame({ exitCode, stderr }, { exitCode: 0, stderr: '' })
  t.match(stdout, /^(✓ .*\n){5}✓ The target can be tested\n$/)
})

t.test('list says which option a case needs', async (t) => {
  const settling = cases.find(({ settles }) => settles === true)?.id ?? ''
  const list = (...args: string[]) => runPlexor(folder, ['list', '--only', 'pushers/after-restart', ...args])
  t.match((await list('--only', settling)).stdout, /^pushers\/after-restart .* needs --halfway$/m)
  t.match((await list('--only', settling)).stdout, new RegExp(`^${settling} .* needs --settle$`, 'm'))
  t.match(JSON.parse((await list('--json')).stdout), [{ id: 'pushers/after-restart', spansHalfway: true }])
})

t.test('list shows the cases that are asked for, and refuses patterns as test does', async (t) => {
  const { exitCode, stdout } = await runPlexor(folder, ['list', '--only', 'schema', '--skip', 'schema/notify'])
  const expected = cases.filter(({ area, id }) => area === 'schema' && id !== 'schema/notify').map(({ id }) => id)
  t.strictSame(
    {
      exitCode,
      ids: named(
        stdout,
        cases.map(({ id }) => id),
      ),
    },
    { exitCode: 0, ids: expected },
  )
  const verifying = await runPlexor(folder, ['list', '--requirement', 'pushers.own-*', '--only', 'pushers/own-only'])
  t.match(verifying, { exitCode: 0, stdout: /^pushers\/own-only .*\n.*\n$/, stderr: '' })
  for (const { args, sentence } of [
    {
      args: ['--only', 'shcema'],
      sentence: /^plexor: Unknown case "shcema"; did you mean "schema"\?\n$/,
    },
    {
      args: ['--faults', '--only', 'schema'],
      sentence: /^plexor: --faults: --only, --skip and --requirement select cases; leave them out\n$/,
    },
    {
      args: ['--faults', '--coverage'],
      sentence: /^plexor: Cannot print several lists: found --coverage and --faults; choose one\n$/,
    },
  ]) {
    t.match(await runPlexor(folder, ['list', ...args]), { exitCode: 2, stdout: '', stderr: sentence })
  }
})

t.test('list --json is for programs', async (t) => {
  const json = async (...args: string[]) => JSON.parse((await runPlexor(folder, ['list', '--json', ...args])).stdout)
  t.match(await json('--only', 'pushers/own-only'), [
    { id: 'pushers/own-only', area: 'pushers', level: String, verifies: Array, specVersions: [String, 'v1.1'] },
  ])
  t.equal((await json()).length, cases.length)
  t.equal((await json('--requirements')).length, requirements.length)
  t.match(await json('--coverage'), [{ requirement: requirements[0]?.id, backing: String, cases: Array }])
  t.match(await json('--faults'), [{ name: FAULTS[0]?.name, summary: String, breaks: Array }])
})

t.test('doctor --json says in one object what it found', async (t) => {
  const well = await runPlexor(folder, ['doctor', 'ref:', '--json'])
  t.strictSame([well.exitCode, well.stderr], [0, ''])
  t.match(JSON.parse(well.stdout), {
    canBeTested: true,
    steps: Array,
    specVersion: 'v1.19',
    target: { name: 'ref:', ordered: true },
  })
  const ill = await runPlexor(folder, ['doctor', 'http://127.0.0.1:1', '--json'])
  t.strictSame([ill.exitCode, ill.stderr], [3, ''])
  t.match(JSON.parse(ill.stdout), {
    canBeTested: false,
    target: { name: 'http://127.0.0.1:1' },
    problem: { code: 'unreachable', message: /^Cannot reach the target/, advice: [String] },
  })
})

t.test('a run can be repeated, and tells how it went', async (t) => {
  const folder = temporaryFolder(t)
  const args = ['test', 'ref:', '--only', 'pushers/none-initially', '--repeat', '3', '--report', 'json=report.json']
  const { exitCode, stdout } = await runPlexor(folder, args)
  t.equal(exitCode, 0)
  t.match(stdout, 'Repeated 3 times: every case always had the same verdict')
  t.match(stdout, /The target took .* % of the time/)
  const run: RunResult = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))
  t.match(run, {
    repeat: 3,
    targetTime: { totalMs: Number },
    cases: [{ repetitions: { runs: 3 }, slowestWait: { limitMs: 10_000 } }],
  })
})

t.test('a run writes every report that it was asked for', async (t) => {
  const folder = temporaryFolder(t)
  const reports = ['json', 'tap', 'junit', 'ndjson', 'markdown', 'html'].flatMap((format) => [
    '--report',
    `${format}=report.${format}`,
  ])
  const only = ['--only', 'pushers/none-initially', '--only', 'schema/get-pushers']
  const { exitCode, stdout, stderr } = await runPlexor(folder, ['test', 'ref:', ...only, ...reports])
  t.strictSame({ exitCode, stderr }, { exitCode: 0, stderr: '' })
  t.match(stdout, /2 passed, 0 failed\n$/)
  const report = (format: string) => readFileSync(join(folder, `report.${format}`), 'utf8')

  const run: RunResult = JSON.parse(report('json'))
  t.match(run, {
    target: { name: 'ref:', url: /^http:/, gateway: { scheme: 'https' } },
    specVersion: 'v1.19',
    counts: { passed: 2, failed: 0, warned: 0, noted: 0, 'n/a': 0, inconclusive: 0 },
    cases: [
      {
        id: 'pushers/none-initially',
        verdict: 'passed',
        level: 'stated',
        requirements: [
          { id: 'pushers.own-only', level: 'stated', text: String, section: /^https:\/\/spec\.matrix\.org\// },
        ],
        durationMs: Number,
        timeline: Array,
      },
      { id: 'schema/get-pushers', verdict: 'passed' },
    ],
    exitCode: 0,
  })
  const paths = run.cases[0]?.timeline.map(({ path }) => path) ?? []
  t.ok(paths.includes('/_matrix/client/v3/pushers'), 'the timeline has what the case asked')

  const { results } = await parseTap(report('tap'))
  t.match(results, { ok: true, count: 2, pass: 2, failures: [] })

  t.equal(XMLValidator.validate(report('junit')), true)
  t.match(report('junit'), /tests="2"/)

  t.match(report('markdown'), /^## Plexor: ✅ conformant\n/)
  t.match(report('html'), /^<!doctype html>\n/)

  const events = report('ndjson')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).type)
  t.strictSame(events.toSorted(), ['case-end', 'case-end', 'case-start', 'case-start', 'run-end', 'run-start'])
})

t.test('diff is red for what regressed alone', async (t) => {
  const folder = temporaryFolder(t)
  const only = ['--only', 'pushers/set-is-listed', '--only', 'pushers/none-initially']
  await runPlexor(folder, ['test', 'ref:', ...only, '--report', 'json=good.json'])
  await runPlexor(folder, ['test', 'ref:pushers.lists-none', ...only, '--report', 'json=bad.json'])
  const worse = await runPlexor(folder, ['diff', 'good.json', 'bad.json', '--report', 'markdown=diff.md'])
  t.match(worse, {
    exitCode: 1,
    stderr: '',
    stdout: /1 case regressed\n {2}pushers\/set-is-listed {2}passed → failed: /,
  })
  t.match(readFileSync(join(folder, 'diff.md'), 'utf8'), '### 1 case regressed')
  const better = await runPlexor(folder, ['diff', 'bad.json', 'good.json', '--report', 'json'])
  t.equal(better.exitCode, 0)
  t.match(JSON.parse(better.stdout), { fixed: [{ id: 'pushers/set-is-listed' }] })
  for (const { args, sentence } of [
    {
      args: ['good.json', 'missing.json'],
      sentence: /^plexor: Cannot read the report "missing\.json": no such/,
    },
    { args: ['good.json', 'diff.md'], sentence: /expected one JSON object, found text that is not JSON/ },
    { args: ['good.json'], sentence: /^plexor: Missing argument AFTER/ },
    {
      args: ['good.json', 'bad.json', '--report', 'junit'],
      sentence: /^plexor: --report: expected FORMAT .*, found "junit"/,
    },
  ]) {
    t.match(await runPlexor(folder, ['diff', ...args]), { exitCode: 2, stderr: sentence })
  }
})

t.test('a reference with a fault is not conformant, and the report says why', async (t) => {
  const { exitCode, stdout, stderr } = await runPlexor(folder, [
    ...['test', 'ref:pushers.lists-none', '--only', 'pushers/set-is-listed', '--profile', 'v1.12'],
  ])
  t.strictSame({ exitCode, stderr }, { exitCode: 1, stderr: '' })
  t.match(stdout, /on ref:pushers\.lists-none, tested against v1\.12/)
  t.match(stdout, 'pushers/set-is-listed', 'the case')
  t.match(stdout, 'pushers.set-creates', 'the requirement')
  t.match(stdout, /because +Expected the pushers to be \["key-.*\], found \[\]\n/, 'the message')
  t.match(stdout, /alice +POST \/_matrix\/client\/v3\/pushers\/set → 200/, 'the timeline')
  t.match(stdout, /0 passed, 1 failed\n$/)
})

t.test('a run that cannot begin leaves a report that says why', async (t) => {
  const folder = temporaryFolder(t)
  const args = ['test', 'ref:schema.notify-not-wrapped', '--timeout', '1', '--report', 'json=report.json']
  const { exitCode, stderr } = await runPlexor(folder, args)
  t.equal(exitCode, 1, 'the target is wrong, and so not conformant')
  t.match(stderr, /^plexor: The target reaches Plexor's gateway, but its requests name no pusher: .*\n$/)
  const run: RunResult = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))
  t.match(run, { target: { name: 'ref:schema.notify-not-wrapped' }, cases: [], exitCode: 1 })
  t.match(run.remarks[0], 'its requests name no pusher')
})

t.test('a known failure is not red, and a stale one is', async (t) => {
  const folder = temporaryFolder(t, {
    'known.yaml': 'must-fail:\n  - case: pushers/set-is-listed\n    reason: the list is empty\n',
  })
  const args = ['--only', 'pushers/set-is-listed', '--baseline', 'known.yaml']
  t.match(await runPlexor(folder, ['test', 'ref:pushers.lists-none', ...args]), { exitCode: 0 })
  const stale = await runPlexor(folder, ['test', 'ref:', ...args])
  t.equal(stale.exitCode, 1)
  t.match(stale.stdout, /The baseline entry for "pushers\/set-is-listed" \(known\.yaml:2:5\) is stale/)
})

t.test('the configuration file of the folder is read, and options go before it', async (t) => {
  const folder = temporaryFolder(t, { 'plexor.yaml': 'profile: v1.6\nonly: pushers/none-initially\n' })
  t.match(await runPlexor(folder, ['test']), { exitCode: 0, stdout: /on ref:, tested against v1\.6/ })
  t.match(await runPlexor(folder, ['test', '--profile', 'seed']), {
    exitCode: 0,
    stdout: /on ref:, tested against seed/,
  })
})

t.test('a run in which no case applies is not green, and says what to do', async (t) => {
  const args = ['test', 'ref:', '--spec-version', 'seed', '--only', 'conditions/property-is-*']
  const { exitCode, stdout } = await runPlexor(temporaryFolder(t), args)
  t.equal(exitCode, 3)
  t.match(stdout, /✗ inconclusive {2}Nothing was judged: .* select other cases or another spec version\n/)
  t.match(stdout, /; nothing judged\n0 passed, 0 failed, 1 inconclusive, \d+ skipped\n$/)
})
