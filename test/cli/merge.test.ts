import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { RunResult } from '../../run/index.ts'
import { sampleRun } from '../reports/sample-run.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { runPlexor } from './run-plexor.ts'

t.test('the reports of real shards are merged, in any format', async (t) => {
  const folder = temporaryFolder(t)
  const args = ['test', 'ref:', '--only', 'authentication', '--only', 'schema']
  for (const index of [1, 2]) {
    const { exitCode } = await runPlexor(folder, [...args, '--shard', `${index}/2`, '--report', `json=${index}.json`])
    t.equal(exitCode, 0)
  }
  const whole = await runPlexor(folder, [
    'merge',
    '1.json',
    '2.json',
    '--report',
    'json=whole.json',
    '--report',
    'junit',
  ])
  t.match(whole, { exitCode: 0, stderr: '', stdout: /<testsuites / })
  const run: RunResult = JSON.parse(readFileSync(join(folder, 'whole.json'), 'utf8'))
  const { shard } = JSON.parse(readFileSync(join(folder, '1.json'), 'utf8')) as RunResult
  t.equal(run.cases.length, shard?.selected)
  t.match(await runPlexor(folder, ['merge', '1.json']), { exitCode: 2, stderr: /no report of shard 2\/2 was given\n$/ })
})

t.test('a file that is not a report is refused with one sentence', async (t) => {
  const changed = { ...sampleRun(), cases: [{ id: 1 }] }
  const folder = temporaryFolder(t, {
    'text.json': 'no',
    'list.json': '[]',
    'old.json': '{"schema": 0}',
    'changed.json': JSON.stringify(changed),
  })
  for (const [file, says] of [
    ['missing.json', 'no such file or folder'],
    ['text.json', 'text that is not JSON'],
    ['list.json', 'expected a JSON report, as --report json=FILE writes it, found a list'],
    [
      'old.json',
      'at /schema: expected 3, the schema of the JSON reports that this version of Plexor reads, found the number 0',
    ],
    ['changed.json', 'At /cases/0: expected the property "title", found an object with "id"'],
  ] as const) {
    const { exitCode, stderr } = await runPlexor(folder, ['merge', file])
    t.equal(exitCode, 2)
    t.match(stderr, says)
    t.match(stderr, /^plexor: [^\n]+\n$/)
  }
})

t.test('a report that somebody changed cannot send commands to the terminal or the CI server', async (t) => {
  const evil = '\u001b[31m\u0007\n::error::owned'
  const run = sampleRun()
  const changed = {
    ...run,
    target: { ...run.target, name: evil },
    remarks: [evil],
    shard: { index: 1, count: 1, selected: run.cases.length },
    cases: run.cases.map((one) => ({ ...one, title: evil + one.title, message: evil })),
  }
  const folder = temporaryFolder(t, { 'changed.json': JSON.stringify(changed) })
  for (const format of ['pretty', 'tap', 'markdown', 'junit', 'json', 'ndjson', 'html']) {
    const { stdout, stderr } = await runPlexor(folder, ['merge', 'changed.json', '--verbose', '--report', format])
    t.match(stdout, /owned/, format)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the search is for just these
    t.notMatch(stdout + stderr, /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]|^\s*::error/m, format)
  }
})
