import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { XMLValidator } from 'fast-xml-parser'
import t from 'tap'
import { type FinalResults, Parser } from 'tap-parser'
import { FAULTS } from '../../reference/index.ts'
import { requirements } from '../../spec/index.ts'
import { cases, type RunResult } from '../../suites/index.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { runPlexor } from './run-plexor.ts'

// Each test is a process of its own.
t.jobs = 3

const folder = temporaryFolder(t)

/** What a TAP report says, read by another implementation. */
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
    t.match(stdout, /Exit codes: 0 conformant, 1 not conformant, 2 wrong usage or configuration, 3 target unreachable/)
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

t.test('a run writes every report that it was asked for', async (t) => {
  const folder = temporaryFolder(t)
  const reports = ['json', 'tap', 'junit', 'ndjson'].flatMap((format) => ['--report', `${format}=report.${format}`])
  const only = ['--only', 'pushers/none-at-first', '--only', 'schema/get-pushers']
  const { exitCode, stdout, stderr } = await runPlexor(folder, ['test', 'ref:', ...only, ...reports])
  t.strictSame({ exitCode, stderr }, { exitCode: 0, stderr: '' })
  t.match(stdout, /2 passed, 0 failed\n$/)
  const report = (format: string) => readFileSync(join(folder, `report.${format}`), 'utf8')

  const run: RunResult = JSON.parse(report('json'))
  t.match(run, {
    target: { name: 'ref:', url: /^http:/, gateway: { scheme: 'https' } },
    profile: 'v1.19',
    counts: { passed: 2, failed: 0, warned: 0, noted: 0, 'n/a': 0, broken: 0 },
    cases: [
      {
        id: 'pushers/none-at-first',
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

  const events = report('ndjson')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).type)
  t.strictSame(events.toSorted(), ['case-end', 'case-end', 'case-start', 'case-start', 'run-end', 'run-start'])
})

t.test('a reference with a fault is not conformant, and the report says why', async (t) => {
  const { exitCode, stdout, stderr } = await runPlexor(folder, [
    ...['test', 'ref:pushers.lists-none', '--only', 'pushers/set-is-listed', '--profile', 'v1.12'],
  ])
  t.strictSame({ exitCode, stderr }, { exitCode: 1, stderr: '' })
  t.match(stdout, /on ref:pushers\.lists-none, judged by v1\.12/)
  t.match(stdout, 'pushers/set-is-listed', 'the case')
  t.match(stdout, 'pushers.set-creates', 'the requirement')
  t.match(stdout, 'Expected one pusher, found 0', 'the message')
  t.match(stdout, /alice +POST \/_matrix\/client\/v3\/pushers\/set → 200/, 'the timeline')
  t.match(stdout, /0 passed, 1 failed\n$/)
})

t.test('a run that cannot begin leaves a report that says why', async (t) => {
  const folder = temporaryFolder(t)
  const args = ['test', 'ref:gateway.not-wrapped', '--patience', '1', '--report', 'json=report.json']
  const { exitCode, stderr } = await runPlexor(folder, args)
  t.equal(exitCode, 1, 'the target is wrong, and so not conformant')
  t.match(stderr, /^plexor: The target reaches Plexor's gateway, but its requests name no pusher: .*\n$/)
  const run: RunResult = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))
  t.match(run, { target: { name: 'ref:gateway.not-wrapped' }, cases: [], exitCode: 1 })
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
  const folder = temporaryFolder(t, { 'plexor.yaml': 'profile: v1.6\nonly: pushers/none-at-first\n' })
  t.match(await runPlexor(folder, ['test']), { exitCode: 0, stdout: /on ref:, judged by v1\.6/ })
  t.match(await runPlexor(folder, ['test', '--profile', 'seed']), { exitCode: 0, stdout: /on ref:, judged by seed/ })
})
