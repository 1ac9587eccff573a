import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import type { ReportRequest } from '../../cli/options/value-types.ts'
import { openReportFile } from '../../cli/output/report-file.ts'
import { openReportFiles, openReports } from '../../cli/output/report-files.ts'
import type { Format } from '../../reports/formats.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { runPlexor } from './run-plexor.ts'

const LAUNCHER = fileURLToPath(new URL('../../cli/plexor.js', import.meta.url))

t.test('an earlier report stays until the new one is whole', async (t) => {
  const folder = temporaryFolder(t, { 'report.json': 'earlier' })
  const file = join(folder, 'report.json')
  const report = openReportFile(file)
  report.write('new')
  t.equal(readFileSync(file, 'utf8'), 'earlier')
  t.match(readdirSync(folder), ['report.json', /^report\.json\.unfinished-[0-9a-f]{6}$/])
  report.commit()
  report.discard()
  t.equal(readFileSync(file, 'utf8'), 'new')
  t.strictSame(readdirSync(folder), ['report.json'])
})

t.test('a report that is given up leaves nothing', async (t) => {
  const folder = temporaryFolder(t)
  const report = openReportFile(join(folder, 'report.json'))
  report.write('new')
  report.discard()
  report.commit()
  t.strictSame(readdirSync(folder), [])
})

t.test('links and modes stay', async (t) => {
  const folder = temporaryFolder(t)
  writeFileSync(join(folder, 'real'), 'earlier', { mode: 0o600 })
  symlinkSync('real', join(folder, 'link'))
  const report = openReportFile(join(folder, 'link'))
  report.write('new')
  report.commit()
  t.equal(readFileSync(join(folder, 'real'), 'utf8'), 'new')
  t.equal(statSync(join(folder, 'real')).mode & 0o777, 0o600)
  symlinkSync('nothing', join(folder, 'dangling'))
  const other = openReportFile(join(folder, 'dangling'))
  other.write('new')
  other.commit()
  t.equal(readFileSync(join(folder, 'nothing'), 'utf8'), 'new')
})

t.test('a full disk spoils one report, not the others', async (t) => {
  const folder = temporaryFolder(t)
  const requests: ReportRequest<Format>[] = [
    { format: 'json', file: '/dev/full' },
    { format: 'tap', file: join(folder, 'tap') },
  ]
  const { outputs, commit } = openReportFiles(requests)
  for (const { sink } of outputs) sink.write('whole')
  t.throws(commit, { message: 'Cannot write the report "/dev/full": no space left on the device', exitCode: 2 })
  t.equal(readFileSync(join(folder, 'tap'), 'utf8'), 'whole')
})

t.test('every report that a full disk spoils is named', async (t) => {
  const { outputs, commit } = openReportFiles<Format>([
    { format: 'json', file: '/dev/full' },
    { format: 'html', file: '/dev/full' },
  ])
  for (const { sink } of outputs) sink.write('whole')
  const message = 'Cannot write the report "/dev/full": no space left on the device'
  t.throws(commit, { message: `${message}; ${message}`, exitCode: 2 })
})

t.test('two reports in one file are refused, whatever its names', async (t) => {
  const folder = temporaryFolder(t, { there: 'earlier' })
  const at = (name: string) => join(folder, name)
  symlinkSync('there', at('link'))
  symlinkSync('new', at('dangling'))
  mkdirSync(at('sub'))
  for (const [one, other] of [
    ['there', 'there'],
    ['there', 'link'],
    ['new', 'sub/../new'],
    ['new', 'dangling'],
  ] as const) {
    const requests: ReportRequest<Format>[] = [
      { format: 'json', file: at(one) },
      { format: 'html', file: `${folder}/${other}` },
    ]
    t.throws(() => openReports(requests, {}), { name: 'UsageError', message: /which are the same file/ }, other)
  }
  t.equal(readFileSync(at('there'), 'utf8'), 'earlier')
  const shared: ReportRequest<Format>[] = ['json', 'html'].map((format) => ({
    format: format as Format,
    file: '/dev/null',
  }))
  openReports(shared, {}).close()
})

t.test('if one report cannot be opened, no temporary file of the others stays', async (t) => {
  const folder = temporaryFolder(t)
  const requests: ReportRequest<Format>[] = [
    { format: 'json', file: join(folder, 'json') },
    { format: 'html', file: join(folder, 'missing', 'html') },
  ]
  t.throws(() => openReports(requests, {}), { message: /no such file or folder$/ })
  t.strictSame(readdirSync(folder), [])
})

t.test('wrong usage leaves an earlier report as it was', async (t) => {
  const folder = temporaryFolder(t, { 'r.json': 'earlier' })
  for (const args of [['ref:', '--write-baseline', 'missing/known.yaml'], ['ref:no-such-fault']]) {
    const { exitCode } = await runPlexor(folder, ['test', '--report', 'json=r.json', ...args])
    t.equal(exitCode, 2)
    t.equal(readFileSync(join(folder, 'r.json'), 'utf8'), 'earlier')
    t.strictSame(readdirSync(folder), ['r.json'])
  }
})

t.test('a reader that closes standard output early does not spoil the files', async (t) => {
  const folder = temporaryFolder(t)
  const command = `"${process.execPath}" "${LAUNCHER}" test ref: --only pushers --report pretty --report json=r.json --report tap=>(head -1) | head -1; exit \${PIPESTATUS[0]}`
  const { status, stdout, stderr } = spawnSync('bash', ['-c', command], {
    cwd: folder,
    encoding: 'utf8',
  })
  t.match(stdout, /^Plexor /m)
  t.strictSame({ status, stderr }, { status: 0, stderr: '' })
  t.match(JSON.parse(readFileSync(join(folder, 'r.json'), 'utf8')), { conclusion: 'conformant' })
  t.notOk(existsSync(join(folder, 'r.json.unfinished')))
})

t.test('reports go to the working folder, wherever the configuration file is that names them', async (t) => {
  const folder = temporaryFolder(t, {
    'below/plexor.yaml': 'baseline: known.yaml\nreport: json=report.json\nonly: errors\n',
    'below/known.yaml': 'must-fail: []\n',
  })
  const args = ['test', 'ref:', '--config', 'below/plexor.yaml']
  t.match(await runPlexor(folder, args), { exitCode: 0 })
  t.strictSame(readdirSync(folder), ['below', 'report.json'])
  const { exitCode, stderr } = await runPlexor(folder, [...args, '--baseline', 'known.yaml'])
  t.equal(exitCode, 2)
  t.match(stderr, 'Cannot read the baseline "known.yaml"')
})
