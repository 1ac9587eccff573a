import { join } from 'node:path'
import t from 'tap'
import { type RawTestOptions, readSettings } from '../../../cli/options/settings.ts'
import { openReports } from '../../../cli/output/report-files.ts'
import { openTarget } from '../../../cli/target/open-target.ts'
import { plan } from '../../../cli/test/open-run.ts'
import { UsageError } from '../../../common/usage-error.ts'
import { temporaryFolder } from '../../temporary-folder.ts'

// The environment of the caller must not change the results
for (const name of ['PLEXOR_REGISTRATION_TOKEN', 'PLEXOR_SHARED_SECRET']) delete process.env[name]

const folder = temporaryFolder(t, {
  'unknown.yaml': 'jbos: 3\n',
  'not.yaml': 'a: [1\n',
  'empty.txt': '\n',
  'secret.txt': '  the secret\n',
  'plexor.yaml': 'target: https://hs.example\nspec-version: v1.6\njobs: 3\ntimeout: 2.5\nonly: pushers\nlevel: must\n',
})

const file = (name: string) => join(folder, name)

/** Does everything that a run does before its first request, and returns the sentence that it is refused with. */
async function refusal(target: string | undefined, raw: RawTestOptions): Promise<string> {
  try {
    const { settings } = plan(readSettings(target, raw))
    openReports(settings.report, {}).close()
    await (await openTarget(settings)).close()
  } catch (error) {
    if (error instanceof UsageError) return error.message
    throw error
  }
  return 'accepted'
}

for (const { what, target, raw = {}, sentence } of [
  { what: 'no jobs', raw: { jobs: '0' }, sentence: /^--jobs: expected a whole number from 1 to 256, found "0"$/ },
  {
    what: 'half a job',
    raw: { jobs: '1.5' },
    sentence: /^--jobs: expected a whole number from 1 to 256, found "1\.5"$/,
  },
  { what: 'an empty number', raw: { jobs: '' }, sentence: /^--jobs: expected a whole number from 1 to 256, found ""$/ },
  {
    what: 'a timeout that is not a number',
    raw: { timeout: 'abc' },
    sentence: /^--timeout: expected a number of seconds from 0\.1 to 3600, found "abc"$/,
  },
  {
    what: 'a timeout without an end',
    raw: { timeout: 'Infinity' },
    sentence: /^--timeout: expected a number of seconds from 0\.1 to 3600, found "Infinity"$/,
  },
  {
    what: 'a pause as long as the run',
    raw: { settle: '60', timeLimit: '60' },
    sentence: /^--settle: expected less than the 60 s of --time-limit, found 60; the pause is a part of the run$/,
  },
  {
    what: 'no time to settle',
    raw: { settle: '0' },
    sentence: /^--settle: expected a number of seconds from 1 to 3600, found "0"$/,
  },
  {
    what: 'a level that cannot be judged',
    raw: { level: 'may' },
    sentence: /^--level: expected one of must, stated, schema, should, found "may"/,
  },
  {
    what: 'an unknown scheme',
    raw: { gatewayScheme: 'htps' },
    sentence: /^--gateway-scheme: expected one of http, https, found "htps"; did you mean "https?"\?$/,
  },
  {
    what: 'a port out of range',
    raw: { gatewayListen: '99999' },
    sentence: /^--gateway-listen: expected HOST:PORT, .*, found "99999"$/,
  },
  {
    what: 'an address that is a URL',
    raw: { gatewayListen: 'http://x' },
    sentence: /^--gateway-listen: expected HOST:PORT, .*, found "http:\/\/x"$/,
  },
  {
    what: 'every address without the one to use',
    raw: { gatewayListen: '0.0.0.0:8470' },
    sentence: /--gateway-url, as in http:\/\/192\.0\.2\.1:8470$/,
  },
  {
    what: 'a gateway URL without its scheme',
    raw: { gatewayUrl: 'host:80' },
    sentence: /^--gateway-url: expected an http or https URL, found "host:80"$/,
  },
  {
    what: 'a selection that leaves nothing',
    raw: { only: ['pushers'], skip: ['push*'] },
    sentence: /^No case is left to run; change --only, --skip or --requirement$/,
  },
  {
    what: 'an unknown area',
    raw: { skip: ['pusher'] },
    sentence: /^Unknown case "pusher"; did you mean "pushers"\?$/,
  },
  {
    what: 'two reports on standard output',
    raw: { report: ['json', 'tap'] },
    sentence:
      /^--report: expected one report on standard output, found json and tap; add a file to the others, as in json=FILE$/,
  },
  {
    what: 'a report without its file',
    raw: { report: ['json='] },
    sentence: /^--report: expected .*, found "json="; add a file, as in json=report\.json$/,
  },
  {
    what: 'a report that is a folder',
    raw: { report: [`json=${folder}`] },
    sentence: /^Cannot write .*: it is a folder$/,
  },
  {
    what: 'a target that is not a URL',
    target: 'matrix.example.org',
    sentence: /^Cannot use the target: expected a URL such as .*, or ref:, found "matrix\.example\.org"$/,
  },
  {
    what: 'a target of another scheme',
    target: 'ftp://hs.example',
    sentence: /^Cannot use the target: expected a URL such as .*, found "ftp:\/\/hs\.example"$/,
  },
  {
    what: 'credentials in a target of another scheme',
    target: 'ftp://alice:swordfish@hs.example',
    sentence: /^Cannot use the target URL: it contains credentials; (?!.*swordfish)/,
  },
  {
    what: 'a target with a query',
    target: 'https://hs.example?x=1',
    sentence: /expected a base URL, found a query or a fragment; remove it$/,
  },
  {
    what: 'a missing configuration file',
    raw: { config: file('missing.yaml') },
    sentence: /^Cannot read the configuration file ".*missing\.yaml": no such file or folder$/,
  },
  {
    what: 'a configuration file with an unknown option',
    raw: { config: file('unknown.yaml') },
    sentence: /^Cannot use the configuration .*unknown\.yaml:1:1: expected .*, found "jbos"; did you mean "jobs"\?$/,
  },
  {
    what: 'a baseline that is not YAML',
    raw: { baseline: file('not.yaml') },
    sentence: /^Cannot use the baseline .*not\.yaml:\d+:\d+: /,
  },
  {
    what: 'a secret that is empty',
    raw: { sharedSecretFile: file('empty.txt') },
    sentence: /^Cannot read the secret in ".*": expected a secret, found nothing$/,
  },
  {
    what: 'a missing secret',
    raw: { sharedSecretFile: file('no') },
    sentence: /^Cannot read the secret ".*no"/,
  },
  {
    what: 'a certificate folder that is a file',
    raw: { gatewayTls: file('empty.txt') },
    sentence: /^Cannot store the/,
  },
] as { what: string; target?: string; raw?: RawTestOptions; sentence: RegExp }[]) {
  t.test(`${what} is refused with one sentence`, async (t) => {
    const found = await refusal(target, raw)
    t.match(found, sentence)
    t.notMatch(found, '\n')
  })
}

t.test('without options, the reference is tested by its own version with all cases', async (t) => {
  t.match(readSettings(undefined, {}), {
    target: 'ref:',
    specVersion: 'auto',
    only: [],
    skip: [],
    jobs: 8,
    level: 'schema',
    timeoutMs: 10_000,
    report: [],
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
  t.throws(
    () => readSettings(undefined, {}),
    new UsageError('Cannot read the secret in PLEXOR_REGISTRATION_TOKEN: expected a secret, found nothing'),
  )
  delete process.env.PLEXOR_REGISTRATION_TOKEN
})

t.test('the time to settle is undefined unless it is given', (t) => {
  t.equal(readSettings('ref:', {}).settleMs, undefined)
  t.equal(readSettings('ref:', { settle: '40' }).settleMs, 40_000)
  t.end()
})
