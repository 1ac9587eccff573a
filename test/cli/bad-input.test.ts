import { type AddressInfo, createServer, type Server } from 'node:net'
import t, { type Test } from 'tap'
import { sendJson, startPeer } from '../suites/harness/peer.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { runPlexor } from './run-plexor.ts'

async function listen(t: Test): Promise<{ server: Server; port: number }> {
  const server = createServer()
  const { promise: listening, resolve } = Promise.withResolvers<void>()
  server.listen(0, '127.0.0.1', resolve)
  await listening
  t.teardown(() => server.close())
  return { server, port: (server.address() as AddressInfo).port }
}

const takenPort = (await listen(t)).port

const closed = await listen(t)
const { promise: isClosed, resolve } = Promise.withResolvers<void>()
closed.server.close(() => resolve())
await isClosed
const noServer = `http://127.0.0.1:${closed.port}`

const webSite = await startPeer(t, (_, response) => void response.end('<!doctype html>\u001b[31m'))
const closedServer = await startPeer(t, (asked, response) => {
  if (asked.url === '/_matrix/client/versions') sendJson(response, 200, { versions: ['v1.19'] })
  else sendJson(response, 403, { errcode: 'M_FORBIDDEN', error: 'Registration has been disabled' })
})

const FILES = {
  'broken.yaml': 'jobs: many\n',
  'deep.json': `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
  'event.json': '{"type":"m.room.message"}',
  'known.yaml': 'must-fail:\n  - case: pushers/none-initially\n',
}

interface Mistake {
  what: string
  args: string[]
  exitCode: 2 | 3
  /** All of standard error for a mistake of the user; advice may follow for an error of the target */
  stderr: RegExp
}

const MISTAKES: Mistake[] = [
  {
    what: 'an unknown command',
    args: ['tset'],
    exitCode: 2,
    stderr: /^plexor: Unknown command "tset"; did you mean "test"\? \(see plexor --help\)\n$/,
  },
  {
    what: 'an unknown option',
    args: ['test', '--jbos', '3'],
    exitCode: 2,
    stderr: /^plexor: Unknown option "--jbos"; did you mean "--jobs"\?/,
  },
  {
    what: 'JSON that is nested too deeply',
    args: ['explain', '--rules', 'deep.json', '--event', 'event.json'],
    exitCode: 2,
    stderr:
      /^plexor: Cannot use the push rules deep\.json: expected JSON with at most 200 levels, found deeper JSON\n$/,
  },
  {
    what: 'a file without an end',
    args: ['explain', '--rules', '/dev/zero', '--event', 'event.json'],
    exitCode: 2,
    stderr: /^plexor: Cannot read the push rules "\/dev\/zero": expected at most 256 MiB, found more\n$/,
  },
  { what: 'doctor without a target', args: ['doctor'], exitCode: 2, stderr: /^plexor: Missing argument TARGET/ },
  {
    what: 'an unknown spec version',
    args: ['test', '--profile', 'v1.91'],
    exitCode: 2,
    stderr: /^plexor: --spec-version: expected auto, or one of seed, .*, found "v1\.91"; did you mean "v1\.\d+"\?\n$/,
  },
  {
    what: 'an unknown report format',
    args: ['test', '--report', 'jnuit=x'],
    exitCode: 2,
    stderr: /^plexor: --report: expected FORMAT .*, found "jnuit=x"; did you mean "junit"\?\n$/,
  },
  {
    what: 'a report in a missing folder',
    args: ['test', '--report', 'json=no/such/folder.json'],
    exitCode: 2,
    stderr: /^plexor: Cannot write the report "no\/such\/folder\.json": no such file or folder\n$/,
  },
  {
    what: 'a pattern that matches no case',
    args: ['test', '--only', 'pushers/none-intially'],
    exitCode: 2,
    stderr: /^plexor: Unknown case "pushers\/none-intially"; did you mean "pushers\/none-initially"\?\n$/,
  },
  {
    what: 'an unknown requirement',
    args: ['test', '--requirement', 'pushers.own-onyl'],
    exitCode: 2,
    stderr: /^plexor: Unknown requirement "pushers\.own-onyl"; did you mean "pushers\.own-only"\?\n$/,
  },
  {
    what: 'an option without its value',
    args: ['test', '--jobs'],
    exitCode: 2,
    stderr: /^plexor: --jobs: expected NUMBER, found nothing \(see plexor test --help\)\n$/,
  },
  {
    what: 'too many arguments',
    args: ['doctor', 'ref:', 'ref:'],
    exitCode: 2,
    stderr: /^plexor: Too many arguments: expected 1, found 2 \(see plexor doctor --help\)\n$/,
  },
  {
    what: 'a missing option',
    args: ['serve', 'gateway'],
    exitCode: 2,
    stderr: /^plexor: Missing option --apps \(see plexor serve gateway --help\)\n$/,
  },
  {
    what: 'a target with credentials',
    args: ['test', 'https://alice:swordfish@hs.example'],
    exitCode: 2,
    stderr: /^plexor: Cannot use the target URL: it contains credentials; (?!.*swordfish).*\n$/,
  },
  {
    what: 'a fault that the reference does not have',
    args: ['test', 'ref:pushers.lists-nobody'],
    exitCode: 2,
    stderr: /^plexor: Unknown fault or variant "pushers\.lists-nobody"; did you mean "pushers\.lists-\w+"\?\n$/,
  },
  {
    what: 'a configuration file with a wrong value',
    args: ['test', '--config', 'broken.yaml'],
    exitCode: 2,
    stderr: /^plexor: Cannot use the configuration broken\.yaml:1:7: expected a whole number .*, found "many"\n$/,
  },
  {
    what: 'a baseline entry without a reason',
    args: ['test', '--baseline', 'known.yaml'],
    exitCode: 2,
    stderr: /^plexor: Cannot use the baseline known\.yaml:2:5: .*expected "reason", .*\n$/,
  },
  {
    what: 'a gateway port in use',
    args: ['test', '--gateway-listen', `127.0.0.1:${takenPort}`],
    exitCode: 2,
    stderr: new RegExp(
      `^plexor: Cannot listen for pushes on 127\\.0\\.0\\.1:${takenPort}: .*\n {2}- .*--gateway-listen.*\n$`,
    ),
  },
  {
    what: 'a target that cannot be reached',
    args: ['test', noServer],
    exitCode: 3,
    stderr: /^plexor: Cannot reach the target at http:\S+ connect ECONNREFUSED \S+\n {2}- Check .*\n$/,
  },
  {
    what: 'a target that is not a homeserver',
    args: ['doctor', webSite.url],
    exitCode: 3,
    stderr: /^plexor: There is no Matrix homeserver at http:\S+ .*<!doctype html>.*\n {2}- Use the base URL .*\n$/,
  },
  {
    what: 'a server that refuses registration',
    args: ['test', closedServer.url],
    exitCode: 3,
    stderr:
      /^plexor: The target does not let Plexor register accounts: .*Registration has been disabled.*\n( {2}- .*\n){3}$/,
  },
]

const folder = temporaryFolder(t, FILES)

for (const { what, args, exitCode, stderr } of MISTAKES) {
  t.test(`${what}: plexor ${args.join(' ')}`, async (t) => {
    const ended = await runPlexor(folder, args)
    t.equal(ended.exitCode, exitCode)
    t.match(ended.stderr, stderr)
    t.notMatch(ended.stderr, /^ {4}at |Error:/m, 'no stack')
    t.notMatch(ended.stderr, '\u001b', 'nothing that steers the terminal')
    t.notMatch(ended.stdout, /passed/, 'nothing was judged')
  })
}
