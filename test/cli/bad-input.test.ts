import { type AddressInfo, createServer, type Server } from 'node:net'
import t, { type Test } from 'tap'
import { sendJson, startPeer } from '../suites/harness/peer.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { runPlexor } from './run-plexor.ts'

// Each test is a process of its own.
t.jobs = 3

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
  'known.yaml': 'must-fail:\n  - case: pushers/none-at-first\n',
}

interface Mistake {
  what: string
  args: string[]
  exitCode: 2 | 3
  /** All of standard error for a mistake of the user; advice may follow where the target is in trouble */
  stderr: RegExp
}

const MISTAKES: Mistake[] = [
  {
    what: 'an unknown command',
    args: ['tset'],
    exitCode: 2,
    stderr: /unknown command 'tset'.*\(Did you mean test\?\)/s,
  },
  { what: 'an unknown option', args: ['test', '--jbos', '3'], exitCode: 2, stderr: /unknown option '--jbos'/ },
  { what: 'doctor without a target', args: ['doctor'], exitCode: 2, stderr: /missing required argument 'TARGET'/ },
  {
    what: 'an unknown profile',
    args: ['test', '--profile', 'v1.91'],
    exitCode: 2,
    stderr: /^plexor: There is no profile "v1\.91": Plexor knows auto, seed, .*; did you mean "v1\.\d+"\?\n$/,
  },
  {
    what: 'an unknown report format',
    args: ['test', '--report', 'jnuit=x'],
    exitCode: 2,
    stderr: /^plexor: There is no report format "jnuit": .*; did you mean "junit"\?\n$/,
  },
  {
    what: 'a report in a folder that is not there',
    args: ['test', '--report', 'json=no/such/folder.json'],
    exitCode: 2,
    stderr: /^plexor: Cannot write the report "no\/such\/folder\.json": there is no such file or folder\n$/,
  },
  {
    what: 'a pattern that matches no case',
    args: ['test', '--only', 'pushers/none-at-frist'],
    exitCode: 2,
    stderr:
      /^plexor: The pattern "pushers\/none-at-frist" matches no case: .*did you mean "pushers\/none-at-first"\?\n$/,
  },
  {
    what: 'a target with credentials',
    args: ['test', 'https://alice:swordfish@hs.example'],
    exitCode: 2,
    stderr: /^plexor: The target URL has credentials in it: (?!.*swordfish).*\n$/,
  },
  {
    what: 'a fault that the reference does not have',
    args: ['test', 'ref:pushers.lists-nobody'],
    exitCode: 2,
    stderr:
      /^plexor: The reference has no fault or variant "pushers\.lists-nobody": .*did you mean "pushers\.lists-\w+"\?\n$/,
  },
  {
    what: 'a configuration file with a wrong value',
    args: ['test', '--config', 'broken.yaml'],
    exitCode: 2,
    stderr: /^plexor: Cannot use the configuration broken\.yaml:1:7: found "many", wanted a whole number.*\n$/,
  },
  {
    what: 'a baseline entry without a reason',
    args: ['test', '--baseline', 'known.yaml'],
    exitCode: 2,
    stderr: /^plexor: Cannot use the baseline known\.yaml:2:5: .*wanted "reason" too.*\n$/,
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
    what: 'a target that is no homeserver',
    args: ['doctor', webSite.url],
    exitCode: 3,
    stderr: /^plexor: There is no Matrix homeserver at http:\S+ .*<!doctype html>.*\n {2}- Give the base URL .*\n$/,
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
