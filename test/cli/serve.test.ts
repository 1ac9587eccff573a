import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import t, { type Test } from 'tap'
import { temporaryFolder } from '../temporary-folder.ts'
import { runPlexor } from './run-plexor.ts'

const LAUNCHER = fileURLToPath(new URL('../../cli/plexor.js', import.meta.url))
const DEADLINE_MS = 60_000

/** `plexor serve` with free ports, and what it has printed so far. */
class Serving {
  readonly child: ChildProcess
  output = ''

  constructor(args: readonly string[]) {
    this.child = spawn(process.execPath, [LAUNCHER, 'serve', ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.output += text
        this.child.emit('said')
      })
    }
  }

  /** Waits until a pattern matches the output. */
  async says(pattern: RegExp): Promise<RegExpExecArray> {
    const signal = AbortSignal.timeout(DEADLINE_MS)
    for (;;) {
      const found = pattern.exec(this.output)
      if (found !== null) return found
      if (this.child.exitCode !== null) throw new Error(`It ended and never said ${pattern}:\n${this.output}`)
      await once(this.child, 'said', { signal })
    }
  }

  /** Does what Ctrl-C does. */
  async interrupt(): Promise<number | null> {
    if (this.child.exitCode === null) {
      const exit = once(this.child, 'exit')
      this.child.kill('SIGINT')
      await exit
    }
    return this.child.exitCode
  }
}

function serving(t: Test, ...args: string[]): Serving {
  const started = new Serving(args)
  t.teardown(() => started.interrupt())
  return started
}

t.test('the commands that it prints work as they are printed, and each hop is shown', async (t) => {
  const chain = serving(t, '--port', '0')
  const [, walk = ''] = await chain.says(/in one shell\.\n([\s\S]*)\nCtrl-C stops it/)
  const [, again = ''] = /(^# 4\.[\s\S]*?)^# 5\./m.exec(walk) ?? []
  const { stdout } = await promisify(execFile)('sh', ['-c', `${walk}\n${again}`], { timeout: DEADLINE_MS })
  const [, pushes = ''] = /(\{"pushes".*?"dropped":0\})/.exec(stdout) ?? []
  t.match(JSON.parse(pushes), {
    pushes: [{ n: 1, service: 'apns', payload: { room_id: /^!/, event_id: /^\$/ } }],
  })
  const events = new Set(stdout.match(/(?<="event_id":")\$[\w-]+/g))
  t.equal(events.size, 2, 'a message that is sent again is another one')
  for (const part of ['homeserver', 'delivery', 'gateway', 'provider']) {
    await t.resolves(chain.says(new RegExp(`^[0-9:.]+ +${part} `, 'm')), `a hop of the ${part}`)
  }
  t.equal(await chain.interrupt(), 0, 'Ctrl-C is not an error')
})

t.test('the pages show what happens, on this machine alone', async (t) => {
  const chain = serving(t, '--port', '0', '--host', '0.0.0.0')
  const [, pages = ''] = await chain.says(/^ +pages +(http:\/\/127\.0\.0\.1:\d+)/m)
  const inboxes = await (await fetch(`${pages}/inboxes`)).text()
  t.match(inboxes, 'Nothing has arrived so far', 'the device of the walkthrough')
  t.match(await (await fetch(`${pages}/log`)).text(), /Registered the device [\w-]+ with apns/)
  t.equal((await fetch(pages)).url, `${pages}/chain`)
})

t.test('a part alone has the pages about itself', async (t) => {
  const homeserver = serving(t, 'homeserver', '--port', '0')
  const [, pages = ''] = await homeserver.says(/^ +pages +(http:\S+)/m)
  t.equal((await fetch(pages)).url, `${pages}/accounts`)
  t.equal((await fetch(`${pages}/chain`)).status, 404)
})

t.test('the log is for programs too, and has nothing else on standard output', async (t) => {
  const chain = serving(t, 'homeserver', '--port', '0', '--log', 'json')
  const [url = ''] = await chain.says(/http:\/\/127\.0\.0\.1:\d+/)
  await fetch(`${url}/_matrix/client/versions?access_token=secret`)
  const [line = ''] = await chain.says(/^\{.*\}$/m)
  t.match(JSON.parse(line), { time: /^\d{4}-/, part: 'homeserver', event: 'request', level: 'info' })
  t.notMatch(chain.output, /secret/)
})

t.test('the parts work together when they are started alone', async (t) => {
  const folder = temporaryFolder(t)
  const provider = serving(t, 'provider', '--port', '0', '--keys', `${folder}/keys`)
  const [control = ''] = await provider.says(/http:\/\/127\.0\.0\.1:\d+/)
  const gateway = serving(t, 'gateway', '--port', '0', '--apps', `${folder}/keys/apps.yaml`, '--http')
  const [notify = ''] = await gateway.says(/http:\S+\/notify/)
  const device = await (await fetch(`${control}/devices`, { method: 'POST', body: '{"service":"fcm"}' })).json()
  const devices = [{ app_id: 'com.example.matrix.android', pushkey: device.pushkey }]
  const notification = { event_id: '$1', room_id: '!a:b', counts: { unread: 2 }, devices }
  const response = await fetch(notify, { method: 'POST', body: JSON.stringify({ notification }) })
  t.same(await response.json(), { rejected: [] })
  const inbox = await (await fetch(`${device.inbox}?wait=10`)).json()
  t.match(inbox, { pushes: [{ payload: { data: { event_id: '$1', unread: '2' } } }] })
})

const MISTAKES = [
  { args: ['--port', 'eighty'], sentence: /--port: expected .*, found "eighty"/ },
  { args: ['--profile', 'auto'], sentence: /--spec-version: expected one of .*, found "auto"/ },
  { args: ['--profile', 'v9.9'], sentence: /--spec-version: expected one of .*, found "v9.9"/ },
  { args: ['--fault', 'nothing.such'], sentence: /Unknown fault "nothing.such"; plexor list --faults/ },
  { args: ['--content', 'some'], sentence: /--content: expected one of ids, full, found "some"/ },
  { args: ['--port', '65531'], sentence: /--port: expected a whole number from 0 to 65530, found "65531"/ },
  { args: ['--pages-port', '70000'], sentence: /--pages-port: expected a whole number from 0 to 65535, found "70000"/ },
  {
    args: ['--port', '0', '--pages-host', '192.0.2.1'],
    sentence: /The pages cannot listen on 192\.0\.2\.1, port 0: .*--pages-host or --pages-port/,
  },
  { args: ['--rate-limit', '0'], sentence: /--rate-limit: expected .*, found "0"/ },
  { args: ['--data', ''], sentence: /--data: expected .*, found ""/ },
  { args: ['homeserver', '--host', ''], sentence: /--host: expected .*, found ""/ },
  {
    args: ['provider', '--keys', 'keys', '--data', 'file'],
    sentence: /--data: plexor serve provider does not have this option/,
  },
  {
    args: ['--fault', 'recipients.own-events', 'gateway', '--apps', 'x'],
    sentence: /Unknown fault "recipients.own-events"/,
  },
  { args: ['provider', '--keys', LAUNCHER], sentence: /expected a folder, found a file/ },
  { args: ['--host', '192.0.2.1', '--port', '0'], sentence: /cannot listen on 192\.0\.2\.1/ },
  { args: ['homeserver', '--data', '/nowhere/at/all.db'], sentence: /\/nowhere\/at\/all\.db/ },
  { args: ['homeserver', '--trust', LAUNCHER], sentence: /--trust: expected a certificate in PEM form, found none/ },
  { args: ['gateway'], sentence: /--apps/ },
  { args: ['gateway', '--apps', 'nowhere.yaml'], sentence: /Cannot read the apps "nowhere.yaml"/ },
  { args: ['gateway', '--apps', 'x', '--http', '--tls', 'folder'], sentence: /--http: without TLS/ },
  { args: ['provider'], sentence: /--keys/ },
  { args: ['gatway'], sentence: /Unknown part "gatway"; did you mean "gateway"/ },
]

t.test('a port that is taken is named', async (t) => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  t.teardown(() => taken.close())
  const { port } = taken.address() as AddressInfo
  // The chain takes six ports in a row; the last one is the provider's
  const { exitCode, stderr } = await runPlexor(process.cwd(), ['serve', '--port', `${port - 5}`])
  t.equal(exitCode, 2)
  t.match(stderr, /cannot listen on 127\.0\.0\.1, port \d+: the port is in use/)
})

for (const { args, sentence } of MISTAKES) {
  t.test(`a mistake is one sentence: serve ${args.join(' ').slice(0, 60)}`, async (t) => {
    const { exitCode, stderr } = await runPlexor(process.cwd(), ['serve', ...args])
    t.equal(exitCode, 2)
    t.match(stderr, sentence)
    t.equal(stderr.trim().split('\n').length, 1)
  })
}
