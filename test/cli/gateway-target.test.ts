import { join } from 'node:path'
import t from 'tap'
import { type RawTestOptions, readSettings } from '../../cli/options/settings.ts'
import { loadDevices } from '../../cli/target/device-files.ts'
import { gatewayUrl } from '../../cli/target/gateway-target.ts'
import { openRun, plan } from '../../cli/test/open-run.ts'
import { cases, gatewayCases, type RunResult } from '../../suites/index.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { runPlexor } from './run-plexor.ts'

const DATA = { format: 'event_id_only', auth: 'abc', list: [1, true, null, { deep: 'x' }] }

const folder = temporaryFolder(t, {
  'phone.json': JSON.stringify({ app_id: 'org.example', pushkey: 'one', data: DATA }, undefined, '\t'),
  'both.yaml':
    '- { app_id: org.example, pushkey: two }\n- app_id: org.example\n  pushkey: three\n  unregistered: true\n',
  'no-pushkey.yaml': 'app_id: org.example\n',
  'number.yaml': 'app_id: org.example\npushkey: 5\n',
  'typo.yaml': 'app_id: org.example\npushkye: 5\n',
  'data.yaml': 'app_id: org.example\npushkey: a\ndata: text\n',
  'text.yaml': 'a device\n',
  'plexor.yaml': 'target: gateway:https://push.example.org\ndevice: [phone.json, both.yaml]\n',
  'password.yaml': 'target: gateway:https://a:b@push.example.org\n',
})
const file = (name: string) => join(folder, name)

t.test('a gateway is named by its base URL, or by the whole URL that its pushers have', async (t) => {
  for (const [named, url] of [
    ['https://push.example.org', 'https://push.example.org'],
    ['https://push.example.org/', 'https://push.example.org'],
    ['http://127.0.0.1:5000/_matrix/push/v1/notify', 'http://127.0.0.1:5000'],
    ['https://push.example.org/below/_matrix/push/v1/notify/', 'https://push.example.org/below'],
  ] as const) {
    t.equal(gatewayUrl(named), url)
  }
})

t.test('devices come from files of YAML or JSON, one or several', async (t) => {
  t.strictSame(loadDevices([file('phone.json'), file('both.yaml')]), {
    reachable: [
      { app_id: 'org.example', pushkey: 'one', data: DATA },
      { app_id: 'org.example', pushkey: 'two' },
    ],
    unregistered: [{ app_id: 'org.example', pushkey: 'three' }],
  })
})

t.test('what the provider of the stack returns for a new device can be used as a file', async (t) => {
  const provided = { device_id: 'a', service: 'web-push', app: 'com.example', app_id: 'org.example', pushkey: 'one' }
  const more = { data: { endpoint: 'https://push.example.org/a', auth: 'abc' }, inbox: 'http://127.0.0.1:8010/a' }
  const files = temporaryFolder(t, {
    'phone.json': JSON.stringify({ ...provided, ...more, registered: true }),
    'old.json': JSON.stringify({ ...provided, ...more, registered: false }),
  })
  const { data } = more
  t.strictSame(loadDevices([join(files, 'phone.json'), join(files, 'old.json')]), {
    reachable: [{ app_id: 'org.example', pushkey: 'one', data }],
    unregistered: [{ app_id: 'org.example', pushkey: 'one', data }],
  })
})

t.test('the configuration file names files beside it, and the option goes before', async (t) => {
  const config = file('plexor.yaml')
  const { target, devices } = readSettings(undefined, { config })
  t.match({ target, devices }, { target: 'gateway:https://push.example.org', devices: { reachable: { length: 2 } } })
  t.match(readSettings(undefined, { config, device: [file('phone.json')] }).devices, { reachable: { length: 1 } })
  t.strictSame(
    readSettings('ref:', { config }).devices,
    { reachable: [], unregistered: [] },
    'it is for gateways alone',
  )
})

const GATEWAY = 'gateway:https://push.example.org'
const OF_DEVICE = 'expected a device with app_id and pushkey, or a list of devices'

for (const { what, target = GATEWAY, raw = {}, sentence } of [
  {
    what: 'no URL',
    target: 'gateway:push.example.org',
    sentence: /^Cannot use the target: expected gateway:ref: or a URL such as .*, found "gateway:push\.example\.org"$/,
  },
  {
    what: 'credentials',
    target: 'gateway:https://a:b@push.example.org',
    sentence: /it contains credentials; remove them$/,
  },
  {
    what: 'a query',
    target: `${GATEWAY}?a=b`,
    sentence: /expected a URL alone, found a query or a fragment; remove it$/,
  },
  {
    what: 'an unknown fault',
    target: 'gateway:ref:push-gateway.succes-as-201',
    sentence:
      /^Unknown fault or variant of the push gateway "push-gateway\.succes-as-201"; did you mean "push-gateway\.success-as-201"\?$/,
  },
  {
    what: 'a fault of the homeserver',
    target: 'gateway:ref:pushers.delete-ignored',
    sentence:
      /^Unknown fault or variant of the push gateway "pushers\.delete-ignored"; plexor list --faults and --variants list them$/,
  },
  {
    what: 'cases about homeservers',
    raw: { only: ['push-gateway', 'pushers/*'] },
    sentence: /^Cannot test a push gateway with "pushers\/\*": .*, found only cases about a homeserver; /,
  },
  {
    what: 'cases about gateways, for a homeserver',
    target: 'ref:',
    raw: { only: ['push-gateway'] },
    sentence: /^Cannot test a homeserver with "push-gateway": .*, found only cases about a push gateway; /,
  },
  { what: 'nothing', raw: { skip: ['push-gateway'] }, sentence: /^No case is left to run/ },
  {
    what: 'a device for a homeserver',
    target: 'ref:',
    raw: { device: [file('phone.json')] },
    sentence: /^--device: expected a push gateway as the target, found the homeserver "ref:"/,
  },
  {
    what: 'a device for the built-in gateway',
    target: 'gateway:ref:',
    raw: { device: [file('phone.json')] },
    sentence: /^--device: the push gateway of the reference has devices of its own; /,
  },
  {
    what: 'a provider for a homeserver',
    target: 'ref:',
    raw: { provider: 'keys' },
    sentence: /^--provider: expected a push gateway as the target, found the homeserver "ref:"/,
  },
  {
    what: 'a provider for the built-in gateway',
    target: 'gateway:ref:',
    raw: { providerUrl: 'http://127.0.0.1:8010' },
    sentence: /^--provider-url: the push gateway of the reference has a provider of its own; /,
  },
  {
    what: 'a provider and a device',
    raw: { provider: 'keys', device: [file('phone.json')] },
    sentence: /^--provider: expected no --device, found one; /,
  },
  {
    what: 'two providers',
    raw: { provider: 'keys', providerUrl: 'http://127.0.0.1:8010' },
    sentence: /^--provider: expected either this option or --provider-url, found both; /,
  },
  {
    what: 'a device without a pushkey',
    raw: { device: [file('no-pushkey.yaml')] },
    sentence: /:1:1: expected "pushkey", the pushkey of its pusher, found a device without "pushkey"$/,
  },
  {
    what: 'a pushkey without quotes',
    raw: { device: [file('number.yaml')] },
    sentence: /:2:10: .*, found the number 5; put it in quotes$/,
  },
  { what: 'an unknown key', raw: { device: [file('typo.yaml')] }, sentence: /did you mean "pushkey"\?$/ },
  {
    what: 'data that is not a map',
    raw: { device: [file('data.yaml')] },
    sentence: /:3:7: expected .*, as a map, found "text"$/,
  },
  {
    what: 'a file with something else',
    raw: { device: [file('text.yaml')] },
    sentence: new RegExp(`${OF_DEVICE}, found "a device"$`),
  },
  { what: 'a missing file', raw: { device: [file('none')] }, sentence: /: no such file or folder$/ },
] as { what: string; target?: string; raw?: RawTestOptions; sentence: RegExp }[]) {
  t.test(`${what} is refused with one sentence`, async (t) => {
    const run = async () => {
      const { close } = await openRun(plan(readSettings(target, raw)))
      await close()
    }
    await t.rejects(run(), { name: 'UsageError', message: sentence })
  })
}

t.test('credentials in the configuration file are refused where they stand', async (t) => {
  t.throws(() => readSettings(undefined, { config: file('password.yaml') }), {
    name: 'UsageError',
    message: /password\.yaml:1:9: expected a target without credentials, found credentials in the target/,
  })
})

t.test('each kind of target has its own cases', async (t) => {
  const idsFor = (target: string, raw: RawTestOptions = {}) =>
    plan(readSettings(target, raw)).selected.map(({ id }) => id)
  const all = [cases, gatewayCases].map((list) => list.map(({ id }) => id))
  t.strictSame([idsFor('ref:'), idsFor(GATEWAY)], all)
  t.strictSame(idsFor(GATEWAY, { only: ['*gateway/event'], skip: ['pushers'] }), ['push-gateway/event'])
})

t.test('the command: the doctor, a run with a fault, and its report', async (t) => {
  const doctor = await runPlexor(folder, ['doctor', 'gateway:ref:'])
  t.match(doctor, {
    exitCode: 0,
    stdout: /✓ It has 3 devices that it can reach\n✓ The target can be tested\n$/,
  })
  const args = ['test', 'gateway:ref:push-gateway.success-as-201', '--only', 'push-gateway/event', '--report', 'json']
  const { exitCode, stdout } = await runPlexor(folder, args)
  const { target, cases: results } = JSON.parse(stdout) as RunResult
  t.equal(exitCode, 1)
  t.match(target, {
    name: 'gateway:ref:push-gateway.success-as-201',
    url: /^http/,
    devices: { reachable: 3, unregistered: 1 },
  })
  t.match(results, [{ verdict: 'failed', timeline: [{ actor: 'homeserver', status: 201 }] }])
})

t.test('list says what each case is about', async (t) => {
  const { stdout } = await runPlexor(folder, ['list', '--only', 'push-gateway/event', '--only', 'schema/sync'])
  t.match(stdout, /^schema\/sync .* homeserver\n/m)
  t.match(stdout, /^push-gateway\/event .* push gateway\n/m)
})
