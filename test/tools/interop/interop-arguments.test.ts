import t from 'tap'
import { type OwnOption, parseInteropArguments } from '../../../tools/interop/interop-arguments.ts'

const ALL: OwnOption[] = ['--serve', '--tls', '--block-private-addresses']

const URL = 'http://127.0.0.1:1'

/** Returns the arguments for `plexor` when the interop command is called with `args`. */
function plexorArguments(args: readonly string[]): string[] {
  const choice = parseInteropArguments(args, 'default.json', ALL)
  return choice.mode === 'plexor'
    ? choice.args({ url: URL, baseline: 'known.yaml', ...(choice.tls ? { tlsFolder: 'certs' } : {}) })
    : []
}

const test = (report: string) => `test ${URL} --baseline known.yaml --report pretty --report json=${report}`

const RUNS = [
  { name: 'without arguments, every suite runs', args: [], plexor: test('default.json') },
  { name: 'the first argument is the path of the report', args: ['my.json'], plexor: test('my.json') },
  { name: 'arguments after it are passed on', args: ['my.json', '--jobs', '1'], plexor: `${test('my.json')} --jobs 1` },
  {
    name: 'options without a path are passed on',
    args: ['--only', 'pushers/*'],
    plexor: `${test('default.json')} --only pushers/*`,
  },
  {
    name: 'with TLS, certificates are verified in both directions',
    args: ['--tls', 'my.json'],
    plexor: `test ${URL} --baseline known.yaml --target-ca certs/ca.pem --gateway-tls certs --gateway-scheme https --report pretty --report json=my.json`,
  },
  {
    name: 'a server that blocks private addresses is checked by the doctor',
    args: ['--block-private-addresses'],
    plexor: `doctor ${URL}`,
  },
]

for (const { name, args, plexor } of RUNS) {
  t.test(name, async (t) => {
    t.equal(plexorArguments(args).join(' '), plexor)
  })
}

t.test('a server that does not say its name gets one in the reports', async (t) => {
  const choice = parseInteropArguments([], 'default.json', ALL)
  t.equal(choice.mode, 'plexor')
  if (choice.mode !== 'plexor') return
  t.match(choice.args({ url: URL, baseline: 'known.yaml', name: 'Tea 1.2' }).join(' '), / --name Tea 1\.2 /)
})

t.test('--serve starts the server without a run', async (t) => {
  t.match(parseInteropArguments(['--serve'], 'r', ALL), { mode: 'serve', blockPrivateAddresses: false })
  t.match(parseInteropArguments(['--block-private-addresses', '--serve'], 'r', ALL), { blockPrivateAddresses: true })
  t.throws(() => parseInteropArguments(['--serve', 'my.json'], 'r', ALL), { message: /found "my.json"/ })
})

t.test('--programs names a folder', async (t) => {
  const own: OwnOption[] = ['--serve', '--programs']
  t.match(parseInteropArguments(['--serve', '--programs', 'bin'], 'r', own), { mode: 'serve', programs: 'bin' })
  const choice = parseInteropArguments(['--programs', 'bin', 'my.json', '--jobs', '1'], 'r', own)
  t.match(choice, { mode: 'plexor', programs: 'bin' })
  if (choice.mode === 'plexor') {
    t.match(choice.args({ url: URL, baseline: 'b' }), [
      'test',
      URL,
      '--baseline',
      'b',
      '--report',
      'pretty',
      '--report',
    ])
    t.match(choice.args({ url: URL, baseline: 'b' }).slice(-3), ['json=my.json', '--jobs', '1'])
  }
  for (const [args, found] of [
    [['--programs'], 'nothing'],
    [['--programs', '--serve'], '"--serve"'],
  ] as const) {
    t.throws(() => parseInteropArguments(args, 'r', own), {
      message: `--programs: expected a folder, found ${found}; add one`,
    })
  }
})

t.test('an option that is not one of the command is passed on', async (t) => {
  const choice = parseInteropArguments(['--tls'], 'r', ['--serve'])
  t.ok(choice.mode === 'plexor')
  if (choice.mode === 'plexor') t.ok(choice.args({ url: 'http://hs', baseline: 'b' }).includes('--tls'))
})
