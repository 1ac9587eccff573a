import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import t from 'tap'
import { sampleRun } from '../reports/sample-run.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { runPlexor } from './run-plexor.ts'

const run = { ...sampleRun(), interruptions: [] }
const folder = temporaryFolder(t, {
  'one.json': JSON.stringify({ ...run, target: { ...run.target, software: 'One/1.0' } }),
  'two.json': JSON.stringify({ ...run, specVersion: 'v1.2', target: { ...run.target, software: 'Two/2.0' } }),
})

t.test('two reports side by side, in any format, by the names of their targets', async (t) => {
  const { exitCode, stdout, stderr } = await runPlexor(folder, [
    ...['compare', 'one.json', 'two.json', '--pages', 'https://reports.example/'],
    ...['--report', 'text', '--report', 'html=page.html', '--report', 'badge=badge.svg'],
  ])
  t.strictSame({ exitCode, stderr }, { exitCode: 0, stderr: '' })
  t.match(stdout, /^One\/1\.0: tested against v1\.19 .*\nTwo\/2\.0: tested against v1\.2 /)
  t.match(stdout, '! The runs were judged by different versions of the specification')
  const page = readFileSync(join(folder, 'page.html'), 'utf8')
  t.match(page, '<a href="https://reports.example/two.html#case-pushers/removed">')
  t.match(readFileSync(join(folder, 'badge.svg'), 'utf8'), /^<svg /)
})

t.test('--name names them', async (t) => {
  const names = ['--name', 'Mine', '--name', 'Theirs']
  const { stdout } = await runPlexor(folder, ['compare', 'one.json', 'two.json', ...names, '--report', 'markdown'])
  t.match(stdout, /^# Mine and Theirs\n/)
})

t.test('a report can be compressed with gzip', async (t) => {
  writeFileSync(join(folder, 'one.json.gz'), gzipSync(readFileSync(join(folder, 'one.json'))))
  const { stdout } = await runPlexor(folder, ['compare', 'one.json.gz', 'two.json'])
  t.match(stdout, /^One\/1\.0: tested against v1\.19 /)
})

t.test('wrong usage is one sentence', async (t) => {
  for (const [args, says] of [
    [['one.json'], 'Cannot compare: expected 2 to 10 reports, found 1'],
    [['one.json', 'two.json', '--name', 'x'], '--name: expected a name for each of 2 reports, found 1'],
    [['one.json', 'one.json'], 'expected a name for each report, found "One/1.0" twice; give --name for each'],
    [['one.json', 'gone.json'], 'no such file'],
  ] as const) {
    const result = await runPlexor(folder, ['compare', ...args, '--report', 'json=out.json'])
    t.match(result, { exitCode: 2, stdout: '' })
    t.ok(result.stderr.includes(says), result.stderr)
    t.notMatch(result.stderr, /\n./)
    t.notOk(existsSync(join(folder, 'out.json')))
  }
})
