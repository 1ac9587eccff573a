import t from 'tap'
import { type OwnOption, parseInteropArguments } from '../../../tools/interop/interop-arguments.ts'

const ALL: OwnOption[] = ['--serve', '--tls', '--block-private-addresses']

const URL = 'http://127.0.0.1:1'

/** What `plexor` is called with when the interop command is called with `args`. */
function plexorArguments(args: readonly string[]): string[] {
  const choice = parseInteropArguments(args, 'default.json', ALL)
  return choice.mode === 'plexor'
    ? choice.args({ url: URL, baseline: 'known.yaml', ...(choice.tls ? { tlsFolder: 'certs' } : {}) })
    : []
}

const test = (report: string) => `test ${URL} --baseline known.yaml --report pretty --report json=${report}`

const RUNS = [
  { name: 'every suite, without arguments', args: [], plexor: test('default.json') },
  { name: 'the first argument is the path of the report', args: ['my.json'], plexor: test('my.json') },
  { name: 'what follows it is passed on', args: ['my.json', '--jobs', '1'], plexor: `${test('my.json')} --jobs 1` },
  {
    name: 'options alone are passed on',
    args: ['--only', 'pushers/*'],
    plexor: `${test('default.json')} --only pushers/*`,
  },
  {
    name: 'over TLS, both ways are verified',
    args: ['--tls', 'my.json'],
    plexor: `test ${URL} --baseline known.yaml --target-ca certs/ca.pem --gateway-tls certs --gateway-scheme https --report pretty --report json=my.json`,
  },
  { name: 'a server that blocks us is for the doctor', args: ['--block-private-addresses'], plexor: `doctor ${URL}` },
]

for (const { name, args, plexor } of RUNS) {
  t.test(name, async (t) => {
    t.equal(plexorArguments(args).join(' '), plexor)
  })
}

t.test('--serve starts the server and runs nothing', async (t) => {
  t.match(parseInteropArguments(['--serve'], 'r', ALL), { mode: 'serve', blockPrivateAddresses: false })
  t.match(parseInteropArguments(['--block-private-addresses', '--serve'], 'r', ALL), { blockPrivateAddresses: true })
  t.throws(() => parseInteropArguments(['--serve', 'my.json'], 'r', ALL), { message: /found "my.json"/ })
})

t.test('what is no option of the command for this homeserver is passed on', async (t) => {
  const choice = parseInteropArguments(['--tls'], 'r', ['--serve'])
  t.ok(choice.mode === 'plexor')
  if (choice.mode === 'plexor') t.ok(choice.args({ url: 'http://hs', baseline: 'b' }).includes('--tls'))
})
