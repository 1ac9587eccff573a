import { execSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { runHalfwayCommand } from '../../cli/test/halfway-command.ts'
import { parseReport } from '../../run/parse-report.ts'
import { freePort } from '../../tools/interop/server-process.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { runPlexor } from './run-plexor.ts'

const LAUNCHER = fileURLToPath(new URL('../../cli/plexor.js', import.meta.url))

/** Program that kills the server of a folder, if there is one, and starts it on the same data. */
const RESTART = `
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
const args = JSON.parse(process.argv[2])
if (existsSync('pid')) process.kill(Number(readFileSync('pid', 'utf8')), 'SIGKILL')
const child = spawn(process.execPath, args, { detached: true, stdio: ['ignore', 'inherit', 'inherit'] })
writeFileSync('pid', String(child.pid))
child.unref()
console.log('restarted \\u001b[31m')
`

const SELECTION = [
  '--only',
  'pushers/own-only',
  '--only',
  'pushers/set-*',
  '--report',
  'pretty',
  '--report',
  'json=json',
]

/** Folder with a program that restarts a server there, and the command for it. */
async function restartable(t: Parameters<typeof temporaryFolder>[0]) {
  const folder = temporaryFolder(t, { 'restart.mjs': RESTART })
  const port = await freePort()
  const options = ['--data', 'data.sqlite', '--allow-http', '--allow-private-addresses', '--port', String(port)]
  const args = JSON.stringify([LAUNCHER, 'serve', 'homeserver', ...options])
  const command = `"${process.execPath}" restart.mjs '${args}'`
  t.teardown(() => {
    try {
      process.kill(Number(readFileSync(join(folder, 'pid'), 'utf8')), 'SIGKILL')
    } catch {
      // It has ended already
    }
  })
  return { folder, command, url: `http://127.0.0.1:${port}` }
}

t.test('a target that the command kills and restarts is tested on', async (t) => {
  const { folder, command, url } = await restartable(t)
  execSync(command, { cwd: folder, stdio: 'ignore' })
  const first = Number(readFileSync(join(folder, 'pid'), 'utf8'))
  const wait = ['--wait', '20']
  const { exitCode, stdout, stderr } = await runPlexor(folder, [
    'test',
    url,
    ...wait,
    ...SELECTION,
    '--halfway',
    command,
  ])
  t.equal(exitCode, 0, stdout + stderr)
  t.not(Number(readFileSync(join(folder, 'pid'), 'utf8')), first)
  t.match(stderr, /^plexor: --halfway: restarted \\u\{1b\}\[31m$/m)
  t.match(stdout, /^… running the command of --halfway$/m)
  const report = parseReport(JSON.parse(readFileSync(join(folder, 'json'), 'utf8')), 'json')
  t.equal(report.interruptions, undefined)
  t.notMatch(JSON.stringify(report), folder, 'the report does not have the command')
})

for (const { what, command, why } of [
  {
    what: 'fails',
    command: 'echo no such service; exit 7',
    why: 'the command of --halfway ended with exit code 7',
  },
  {
    what: 'hangs',
    command: 'echo trying; sleep 1000',
    why: 'the command of --halfway took longer than 1.5 s',
  },
]) {
  t.test(`a command that ${what} ends the run, and the reports are whole`, async (t) => {
    const folder = temporaryFolder(t)
    const options = ['--halfway', command, '--halfway-timeout', '1.5']
    const { exitCode, stdout, stderr } = await runPlexor(folder, ['test', 'ref:', ...SELECTION, ...options])
    t.equal(exitCode, 3)
    t.match(stderr, /^plexor: --halfway: (no such service|trying)$/m)
    t.match(stdout, `The run was cut off: ${why}; `)
    const report = parseReport(JSON.parse(readFileSync(join(folder, 'json'), 'utf8')), 'json')
    t.match(report, { exitCode: 3, conclusion: 'inconclusive', cutOff: { why } })
    t.ok(report.cases.length > 0 && (report.cutOff?.notReached.length ?? 0) > 0)
  })
}

t.test('a target that does not come back ends the run', async (t) => {
  const { folder, command, url } = await restartable(t)
  execSync(command, { cwd: folder, stdio: 'ignore' })
  writeFileSync(join(folder, 'kill.mjs'), `process.kill(${readFileSync(join(folder, 'pid'), 'utf8')}, 'SIGKILL')`)
  const options = ['--wait', '20', '--halfway', `"${process.execPath}" kill.mjs`, '--halfway-timeout', '2']
  const { exitCode, stdout } = await runPlexor(folder, ['test', url, ...SELECTION, ...options])
  t.equal(exitCode, 3)
  t.match(stdout, 'The run was cut off: the target did not respond within 2.0 s after the command of --halfway; ')
})

t.test('a command can leave something behind that writes on', async (t) => {
  const folder = temporaryFolder(t)
  const program = "setTimeout(() => { console.log('late'); require('node:fs').writeFileSync('done', '') }, 300)"
  const command = `"${process.execPath}" -e "${program}" & echo started`
  const { exitCode, stderr } = await runPlexor(folder, ['test', 'ref:', ...SELECTION, '--halfway', command])
  t.equal(exitCode, 0)
  t.match(stderr, /^plexor: --halfway: started$/m)
  for (let turn = 0; turn < 100 && !existsSync(join(folder, 'done')); turn += 1)
    await new Promise((r) => setTimeout(r, 100))
  t.ok(existsSync(join(folder, 'done')))
})

t.test('a command that writes without end is ended, and leaves no file behind', async (t) => {
  const folder = temporaryFolder(t)
  const { TMPDIR } = process.env
  process.env.TMPDIR = folder
  t.teardown(() => {
    if (TMPDIR === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = TMPDIR
  })
  const ended = runHalfwayCommand('yes', 60_000, new AbortController().signal)
  t.same(readdirSync(folder), [], 'there is no file, even while the command runs')
  await t.rejects(ended, { message: 'the command of --halfway wrote more than 64 MiB' })
})

t.test('a command whose output cannot be stored fails with a sentence without a path', async (t) => {
  const folder = join(temporaryFolder(t), 'none')
  const { TMPDIR } = process.env
  process.env.TMPDIR = folder
  t.teardown(() => {
    if (TMPDIR === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = TMPDIR
  })
  await t.rejects(runHalfwayCommand('exit 0', 1000, new AbortController().signal), {
    message:
      'the command of --halfway could not be started: its output cannot be written to the folder for temporary files',
  })
})
