import { join } from 'node:path'
import t from 'tap'
import { plan } from '../../../cli/test/open-run.ts'
import { openReports } from '../../../cli/output/report-files.ts'
import { type RawOptions, readSettings } from '../../../cli/options/settings.ts'
import { openTarget } from '../../../cli/target/open-target.ts'
import { UsageError } from '../../../common/usage-error.ts'
import { temporaryFolder } from '../../temporary-folder.ts'

// Run by others, these tests are not to see how they were called.
for (const name of ['PLEXOR_REGISTRATION_TOKEN', 'PLEXOR_SHARED_SECRET']) delete process.env[name]

const folder = temporaryFolder(t, {
  'unknown.yaml': 'jbos: 3\n',
  'not.yaml': 'a: [1\n',
  'empty.txt': '\n',
  'secret.txt': '  the secret\n',
  'plexor.yaml': 'target: https://hs.example\nprofile: v1.6\njobs: 3\npatience: 2.5\nonly: pushers\nlevel: must\n',
})

const file = (name: string) => join(folder, name)

/** Does all that a run does before it asks the target anything, and gives the sentence that it is refused with. */
async function refusal(target: string | undefined, raw: RawOptions): Promise<string> {
  try {
    const { settings } = plan(readSettings(target, raw))
    openReports(settings.reports, false).close()
    await (await openTarget(settings)).close()
  } catch (error) {
    if (error instanceof UsageError) return error.message
    throw error
  }
  return 'accepted'
}

for (const { what, target, raw = {}, sentence } of [
  { what: 'no jobs', raw: { jobs: '0' }, sentence: /^The option --jobs was given "0": it takes a whole number from 1/ },
  {
    what: 'half a job',
    raw: { jobs: '1.5' },
    sentence: /^The option --jobs was given "1\.5": it takes a whole number/,
  },
  { what: 'an empty number', raw: { jobs: '' }, sentence: /^The option --jobs was given "": it takes a whole number/ },
  {
    what: 'a patience that is no number',
    raw: { timeout: 'abc' },
    sentence: /^The option --timeout was given "abc": it takes a number from 0\.1 to 3600$/,
  },
  { what: 'a patience without an end', raw: { timeout: 'Infinity' }, sentence: /^The option --timeout was given/ },
  {
    what: 'a level that cannot be judged',
    raw: { level: 'may' },
    sentence: /^The option --level was given "may": it takes must, stated, schema, should/,
  },
  {
    what: 'an unknown scheme',
    raw: { gatewayScheme: 'htps' },
    sentence: /^The option --gateway-scheme was given "htps": it takes http, https; did you mean "https?"\?$/,
  },
  { what: 'a port that is none', raw: { gatewayListen: '99999' }, sentence: /^The option --gateway-listen was given/ },
  { what: 'an address that is a URL', raw: { gatewayListen: 'http://x' }, sentence: /it takes an address, such as/ },
  {
    what: 'every address without the one to use',
    raw: { gatewayListen: '0.0.0.0:8470' },
    sentence: /--gateway-url, as in http:\/\/192\.0\.2\.1:8470$/,
  },
  {
    what: 'a gateway URL that is none',
    raw: { gatewayUrl: 'host:80' },
    sentence: /^The option --gateway-url was given/,
  },
  {
    what: 'a selection that leaves nothing',
    raw: { only: ['pushers'], skip: ['push*'] },
    sentence: /^No case is left to run: --skip takes away all that --only selects$/,
  },
  {
    what: 'an area that is not there',
    raw: { skip: ['pusher'] },
    sentence: /^The pattern "pusher" matches no case: .*did you mean "pushers"\?$/,
  },
  {
    what: 'two reports on standard output',
    raw: { report: ['json', 'tap'] },
    sentence:
      /^The reports json and tap would share standard output: give all but one of them a file, as in json=FILE$/,
  },
  { what: 'a report without its file', raw: { report: ['json='] }, sentence: /^The report "json=" names no file/ },
  {
    what: 'a report that is a folder',
    raw: { report: [`json=${folder}`] },
    sentence: /^Cannot write .*: it is a folder$/,
  },
  {
    what: 'a target that is no URL',
    target: 'matrix.example.org',
    sentence: /^The target "matrix\.example\.org" is neither a URL nor the reference: give one such as https:/,
  },
  { what: 'a target of another scheme', target: 'ftp://hs.example', sentence: /^The target "ftp:.* is neither a URL/ },
  {
    what: 'credentials in a target of another scheme',
    target: 'ftp://alice:swordfish@hs.example',
    sentence: /^The target URL has credentials in it: (?!.*swordfish)/,
  },
  { what: 'a target with a query', target: 'https://hs.example?x=1', sentence: /has a query or a fragment/ },
  {
    what: 'a configuration file that is not there',
    raw: { config: file('missing.yaml') },
    sentence: /^Cannot read the configuration file ".*missing\.yaml": there is no such file or folder$/,
  },
  {
    what: 'a configuration file with an unknown option',
    raw: { config: file('unknown.yaml') },
    sentence: /^Cannot use the configuration .*unknown\.yaml:1:1: found "jbos", .*did you mean "jobs"\?$/,
  },
  {
    what: 'a baseline that is not YAML',
    raw: { baseline: file('not.yaml') },
    sentence: /^Cannot use the baseline .*not\.yaml:\d+:\d+: /,
  },
  {
    what: 'a secret that is empty',
    raw: { sharedSecretFile: file('empty.txt') },
    sentence: /^The secret in ".*" is empty$/,
  },
  {
    what: 'a secret that is not there',
    raw: { sharedSecretFile: file('no') },
    sentence: /^Cannot read the secret ".*no"/,
  },
  { what: 'a certificate folder that is a file', raw: { gatewayTls: file('empty.txt') }, sentence: /^Cannot keep the/ },
] as { what: string; target?: string; raw?: RawOptions; sentence: RegExp }[]) {
  t.test(`${what} is refused with one sentence`, async (t) => {
    const found = await refusal(target, raw)
    t.match(found, sentence)
    t.notMatch(found, '\n')
  })
}

t.test('without options, the reference is tested by its own version with everything that there is', async (t) => {
  t.match(readSettings(undefined, {}), {
    target: 'ref:',
    specVersion: 'auto',
    only: [],
    skip: [],
    jobs: 8,
    level: 'schema',
    timeoutMs: 10_000,
    reports: [],
    gatewayListen: { host: '127.0.0.1', port: 0 },
    gatewaySchemes: ['http', 'https'],
    registrationToken: undefined,
    sharedSecret: undefined,
  })
})

t.test('the configuration file goes before the defaults, and the command line before both', async (t) => {
  const config = file('plexor.yaml')
  const fromFile = { target: 'https://hs.example', specVersion: 'v1.6', jobs: 3, timeoutMs: 2500, only: ['pushers'] }
  t.match(readSettings(undefined, { config }), fromFile)
  t.match(readSettings('ref:', { config, specVersion: 'seed', jobs: '1', timeout: '0.5', only: ['schema'] }), {
    target: 'ref:',
    specVersion: 'seed',
    jobs: 1,
    timeoutMs: 500,
    only: ['schema'],
    level: 'must',
  })
})

t.test('where to listen', async (t) => {
  for (const { text, host, port } of [
    { text: '8470', host: '127.0.0.1', port: 8470 },
    { text: '10.0.0.1', host: '10.0.0.1', port: 0 },
    { text: 'gateway.example:8470', host: 'gateway.example', port: 8470 },
    { text: '[::1]', host: '::1', port: 0 },
    { text: '[::1]:8470', host: '::1', port: 8470 },
  ]) {
    t.strictSame(readSettings(undefined, { gatewayListen: text }).gatewayListen, { host, port }, text)
  }
})

t.test('a public URL brings its scheme', async (t) => {
  for (const { raw, schemes } of [
    { raw: { gatewayUrl: 'https://tunnel.example' }, schemes: ['https'] },
    { raw: { gatewayUrl: 'http://tunnel.example' }, schemes: ['http'] },
    { raw: { gatewayUrl: 'https://tunnel.example', gatewayScheme: 'http' }, schemes: ['http'] },
    { raw: { gatewayScheme: 'https' }, schemes: ['https'] },
  ]) {
    t.strictSame(readSettings(undefined, raw).gatewaySchemes, schemes)
  }
})

t.test('secrets come from files and from the environment', async (t) => {
  t.equal(readSettings(undefined, { sharedSecretFile: file('secret.txt') }).sharedSecret, 'the secret')
  process.env.PLEXOR_REGISTRATION_TOKEN = 'the token'
  t.equal(readSettings(undefined, {}).registrationToken, 'the token')
  process.env.PLEXOR_REGISTRATION_TOKEN = ''
  t.throws(() => readSettings(undefined, {}), new UsageError('The secret in PLEXOR_REGISTRATION_TOKEN is empty'))
  delete process.env.PLEXOR_REGISTRATION_TOKEN
})
