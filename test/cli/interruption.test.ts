import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { XMLValidator } from 'fast-xml-parser'
import t from 'tap'
import { parseReport } from '../../run/parse-report.ts'
import type { RunResult } from '../../suites/index.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { type RunningCommand, runPlexor, startPlexor } from './run-plexor.ts'

// Each test is a process of its own.
t.jobs = 3

const REPORTS = ['json', 'html', 'junit', 'ndjson', 'markdown', 'tap'] as const
const EARLIER = 'The report of an earlier run'

function folderWithReports(t: Parameters<typeof temporaryFolder>[0]): string {
  return temporaryFolder(t, Object.fromEntries(REPORTS.map((format) => [format, EARLIER])))
}

const reportOptions = REPORTS.flatMap((format) => ['--report', `${format}=${format}`])

/** A quick area, and few cases at once, so that most of those in the other area have not started when it is finished. */
const QUICK_FIRST = ['--only', 'recipients', '--only', 'receipts', '--jobs', '4']

function readReport(folder: string, file = 'json'): RunResult {
  return parseReport(JSON.parse(readFileSync(join(folder, file), 'utf8')), file)
}

/** Waits until the command has written this to standard output or standard error. */
async function says({ child, result }: RunningCommand, pattern: RegExp): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  void result.then(({ stdout, stderr }) => reject(new Error(`It ended without ${pattern}: ${stdout}${stderr}`)))
  let text = ''
  const take = (more: string) => {
    text += more
    if (pattern.test(text)) resolve()
  }
  child.stdout.on('data', take)
  child.stderr.on('data', take)
  await promise
}

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const) {
  t.test(`after ${signal} every report has what was judged so far`, async (t) => {
    const folder = folderWithReports(t)
    const run = startPlexor(folder, ['test', 'ref:', ...QUICK_FIRST, ...reportOptions])
    await says(run, /^[✓✗] recipients/m)
    run.child.kill(signal)
    const { exitCode, stdout, stderr } = await run.result
    t.equal(exitCode, code)
    t.equal(
      stderr,
      `plexor: Interrupted by ${signal}: ending the run; another signal ends it at once, without reports\n`,
    )
    t.match(stdout, `The run was cut off: it was interrupted by ${signal}; `)
    t.match(stdout, /; inconclusive\n\d+ passed, 0 failed, \d+ inconclusive/)
    t.strictSame(readdirSync(folder).sort(), [...REPORTS].sort(), 'no temporary file is left')
    const { cutOff, cases, conclusion } = readReport(folder)
    t.equal(conclusion, 'inconclusive')
    t.ok(cases.some(({ verdict }) => verdict === 'passed'))
    t.ok(cutOff?.notReached.length)
    const text = (format: string) => readFileSync(join(folder, format), 'utf8')
    t.equal(XMLValidator.validate(text('junit')), true)
    const why = `it was interrupted by ${signal}`
    for (const format of ['junit', 'html', 'markdown', 'tap']) t.match(text(format), why, format)
    t.match(JSON.parse(text('ndjson').trimEnd().split('\n').at(-1) ?? ''), {
      type: 'run-end',
      result: { cutOff: { why } },
    })
  })
}

t.test('a second signal ends the run at once, and leaves the earlier reports as they are', async (t) => {
  const folder = folderWithReports(t)
  const run = startPlexor(folder, ['test', 'ref:', ...QUICK_FIRST, ...reportOptions])
  // Cases about receipts have pushers, whose removal takes time
  await says(run, /^[✓✗] recipients/m)
  run.child.kill('SIGINT')
  run.child.kill('SIGTERM')
  const { exitCode } = await run.result
  t.ok(exitCode === 130 || exitCode === 143, 'the code of the second one, in whatever order they arrive')
  t.strictSame(readdirSync(folder).sort(), [...REPORTS].sort())
  for (const format of REPORTS) t.equal(readFileSync(join(folder, format), 'utf8'), EARLIER)
})

t.test('a signal during the preflight checks ends them, and the reports say so', async (t) => {
  const server = createServer(() => {}).listen(0, '127.0.0.1')
  t.teardown(() => server.closeAllConnections())
  t.teardown(() => server.close())
  await once(server, 'listening')
  const folder = folderWithReports(t)
  const target = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const run = startPlexor(folder, ['test', target, '--only', 'pushers', ...reportOptions])
  await once(server, 'request')
  run.child.kill('SIGINT')
  const { exitCode, stdout, stderr } = await run.result
  t.strictSame({ exitCode, stdout }, { exitCode: 130, stdout: '' })
  t.match(stderr, 'plexor: The checks before the run were cut off: it was interrupted by SIGINT\n')
  t.match(readReport(folder), {
    conclusion: 'inconclusive',
    cases: [],
    cutOff: { why: 'it was interrupted by SIGINT' },
  })
  t.match(readFileSync(join(folder, 'junit'), 'utf8'), 'it was interrupted by SIGINT')
})

t.test('an error that nothing catches leaves whole reports', async (t) => {
  const throwing = "process.once('SIGUSR2', () => { throw new Error('unforeseen') })"
  const folder = temporaryFolder(t, { 'throwing.mjs': throwing, json: EARLIER })
  const args = ['test', 'ref:', ...QUICK_FIRST, '--report', 'json=json']
  const run = startPlexor(folder, args, { NODE_OPTIONS: `--import=${pathToFileURL(join(folder, 'throwing.mjs'))}` })
  await says(run, /^[✓✗] recipients/m)
  run.child.kill('SIGUSR2')
  const { exitCode, stdout, stderr } = await run.result
  t.equal(exitCode, 3)
  t.match(stderr, /^plexor: Plexor itself failed, which is a defect of Plexor:\nError: unforeseen/)
  t.match(stdout, 'The run was cut off: Plexor itself failed, which is a defect of Plexor')
  const { cutOff, conclusion, cases } = readReport(folder)
  t.strictSame([conclusion, cutOff?.why], ['inconclusive', 'Plexor itself failed, which is a defect of Plexor'])
  t.ok(cases.length > 0 && cutOff?.notReached.length)
})

t.test('a time limit ends a run that takes longer', async (t) => {
  const folder = temporaryFolder(t)
  const args = ['test', 'ref:', '--time-limit', '4', '--report', 'json=json']
  // A slow machine may reach it during the preflight checks
  t.equal((await runPlexor(folder, args)).exitCode, 3)
  t.match(readReport(folder), { cutOff: { why: 'it reached its time limit of 4 s' } })
})

t.test('a run ends after so many failures, and --rerun continues it', async (t) => {
  const folder = temporaryFolder(t)
  const run = async (target: string, ...more: string[]) =>
    await runPlexor(folder, ['test', target, '--report', 'json=json', ...more])
  const first = await run('ref:pushers.set-duplicates', '--only', 'pushers', '--jobs', '1', '--max-failures', '1')
  t.equal(first.exitCode, 1)
  t.match(first.stdout, /^✗ failed {2}pushers\/\S+ {2}Expected /m)
  const { cases, cutOff } = readReport(folder)
  t.match(cutOff?.why, '1 case failed or could not be judged')
  const failed = cases.filter(({ verdict }) => verdict === 'failed').map(({ id }) => id)
  const second = await run('ref:', '--rerun', 'json')
  t.match(second, { exitCode: 0, stderr: '' })
  const rerun = readReport(folder).cases.map(({ id }) => id)
  t.strictSame(rerun.toSorted(), [...failed, ...(cutOff?.notReached ?? [])].toSorted())
  t.match(await run('ref:', '--rerun', 'json'), {
    exitCode: 0,
    stdout: '',
    stderr: 'plexor: Nothing to run again: in "json", no case failed, was inconclusive or was not reached\n',
  })
  t.match(await run('gateway:ref:', '--rerun', 'json'), {
    exitCode: 2,
    stderr: 'plexor: --rerun: expected the report of a run against a push gateway, found one against a homeserver\n',
  })
})
