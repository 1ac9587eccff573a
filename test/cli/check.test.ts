import { spawn } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { RULES } from '../../check/index.ts'
import { openSources, type SourceFile } from '../../cli/check/files.ts'
import { fix } from '../../cli/check/fix.ts'
import { sendJson, startPeer } from '../suites/harness/peer.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { type CommandResult, runPlexor } from './run-plexor.ts'

const BROKEN = '```json\n{"a": 1,}\n```\n'
const WARNED = 'To play a sound:\n\n```json\n{"rule_id": "a", "actions": ["notify"]}\n```\n'
const RIGHT = 'Nothing to see here.\n'

const command = (path: string, rest: string) =>
  `\`\`\`sh\ncurl 'https://elsewhere.example/_matrix/client/%VERSION%/${path}?access_token=abc' ${rest}\n\`\`\`\n\n`

const folder = temporaryFolder(t, {
  'broken.md': BROKEN,
  'warned.md': WARNED,
  'right.md': RIGHT,
  'right.yaml': 'a: 1\n',
  'other.txt': 'a',
  'docs/deep/broken.json': '[1,]',
  'docs/.hidden/broken.json': '[1,]',
  'docs/node_modules/broken.json': '[1,]',
  'empty/readme.txt': 'a',
})
symlinkSync(folder, join(folder, 'docs/loop'))

t.test('what was found decides the exit code', async (t) => {
  const rows: [args: string[], exitCode: number, says: RegExp][] = [
    [['right.md', 'right.yaml'], 0, /^0 errors, 0 warnings, 0 notes in 2 files, checked against v1\.19\n$/],
    [['broken.md'], 1, /^broken\.md:2:8: error json-trailing-comma: /],
    [['warned.md'], 0, /^warned\.md:4:29: warning prose-sound: /],
    [['warned.md', '--level', 'warning'], 1, /1 warning/],
    [['right.md', '--profile', 'seed'], 0, /checked against seed\n$/],
    [['docs'], 1, /^docs\/deep\/broken\.json:1:3: error json-trailing-comma: [\s\S]*in 1 file,/],
  ]
  for (const [args, exitCode, says] of rows) {
    const ended = await runPlexor(folder, ['check', ...args])
    t.match(ended, { exitCode, stdout: says, stderr: '' }, args.join(' '))
  }
})

t.test('a mistake of the user is one sentence', async (t) => {
  const rows: [args: string[], stderr: RegExp][] = [
    [[], /^plexor: No file to check: name files or folders, or - for standard input\n$/],
    [['gone.md'], /^plexor: Cannot check "gone\.md": no such file or folder\n$/],
    [
      ['other.txt'],
      /^plexor: Cannot check "other\.txt": expected a name that ends in \.md, \.rst, \.html, \.yaml, \.yml, \.json, \.jsonc or \.json5, or a name without an ending\n$/,
    ],
    [['empty'], /^plexor: Cannot check "empty": expected files that end in .*, found none\n$/],
    [['right.md', '--profile', 'v1.91'], /^plexor: --spec-version: expected one of .*, found "v1\.91"; did you mean/],
    [
      ['right.md', '--level', 'eror'],
      /^plexor: --level: expected one of error, warning, note, found "eror"; did you mean "error"\?\n$/,
    ],
    [
      ['right.md', '--report', 'xml'],
      /^plexor: --report: expected FORMAT .* of text, json, sarif, github, found "xml"\n$/,
    ],
    [
      ['right.md', '--report', 'json', '--report', 'text'],
      /^plexor: --report: expected one report on standard output, found json and text; /,
    ],
    [['right.md', '--report', 'json=no/such.json'], /^plexor: Cannot write the report "no\/such\.json": /],
    [['-', '--fix'], /^plexor: --fix: expected files to change in place, found standard input/],
    [['right.md', '--target', 'https://hs.example'], /^plexor: --target: it needs --execute/],
    [['right.md', '--execute', '--target', 'hs'], /^plexor: --target: expected a URL such as .*, found "hs"\n$/],
    [
      ['right.md', '--execute', '--target', 'https://a:swordfish@hs'],
      /^plexor: --target: expected a base URL, found one with credentials(?!.*swordfish)/,
    ],
    [['right.md', '--fxi'], /^plexor: Unknown option "--fxi"/],
  ]
  for (const [args, stderr] of rows) {
    const ended = await runPlexor(folder, ['check', ...args])
    t.match(ended, { exitCode: 2, stderr }, args.join(' '))
    t.notMatch(ended.stderr, /^ {4}at /m, 'no stack')
  }
})

t.test('what cannot be read does not hide what can', async (t) => {
  const ended = await runPlexor(folder, ['check', 'gone.md', 'broken.md'])
  t.match(ended, { exitCode: 2, stdout: /^broken\.md:2:8: error/, stderr: /^plexor: Cannot check "gone\.md"/ })
})

t.test('reports go to files, and their formats are named', async (t) => {
  const reports = ['json', 'sarif', 'github', 'text'].flatMap((format) => ['--report', `${format}=out.${format}`])
  const ended = await runPlexor(folder, ['check', 'broken.md', ...reports])
  t.match(ended, { exitCode: 1, stdout: '', stderr: '' })
  const read = (format: string) => readFileSync(join(folder, `out.${format}`), 'utf8')
  t.match(JSON.parse(read('json')), { plexor_check: 1, specVersion: 'v1.19', files: [{ file: 'broken.md' }] })
  t.match(JSON.parse(read('sarif')), { version: '2.1.0', runs: [{ results: [{ ruleId: 'json-trailing-comma' }] }] })
  t.match(read('github'), /^::error file=broken\.md,line=2,col=8,/)
  t.match(read('text'), /^broken\.md:2:8: error/)
})

t.test('all that can be found is listed', async (t) => {
  const { exitCode, stdout } = await runPlexor(folder, ['check', '--list-rules'])
  t.equal(exitCode, 0)
  for (const rule of Object.keys(RULES)) t.match(stdout, new RegExp(`^${rule} \\(`, 'm'))
})

/** Runs the command with a text on its standard input. */
async function withInput(input: string | Buffer, args: string[]): Promise<CommandResult> {
  const launcher = fileURLToPath(new URL('../../cli/plexor.js', import.meta.url))
  const child = spawn(process.execPath, [launcher, 'check', '-', ...args], { cwd: folder, stdio: 'pipe' })
  const { promise: ended, resolve, reject } = Promise.withResolvers<number | null>()
  child.once('error', reject).once('close', resolve)
  // The command may have seen enough before all is written
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  const [exitCode, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)])
  return { exitCode, stdout, stderr }
}

t.test('standard input is checked under a name', async (t) => {
  t.match(await withInput(BROKEN, []), { exitCode: 1, stdout: /^stdin\.md:2:8: error/ })
  t.match(await withInput('[1,]', ['--stdin-name', 'a.json']), { exitCode: 1, stdout: /^a\.json:1:3: error/ })
  t.match(await withInput('\ufeff[1,]', ['--stdin-name', 'a.json']), { exitCode: 1, stdout: /^a\.json:1:3: error/ })
  t.match(await withInput('', []), { exitCode: 0 })
  t.match(await withInput('a', ['--stdin-name', 'a.txt']), {
    exitCode: 2,
    stderr: /--stdin-name: expected a name .*, found "a\.txt"/,
  })
  const long = await withInput(Buffer.alloc(8 * 2 ** 20, 'x'), [])
  t.match(long, { exitCode: 2, stderr: /Cannot check "stdin\.md": it is larger than 2 MiB/ })
})

t.test('--fix fixes in place and reports what it did', async (t) => {
  const before = `\ufeff# A\r\n\r\n\`\`\`json\r\n{"a": 1,}\r\n\`\`\`\r\n\r\n${WARNED}`
  writeFileSync(join(folder, 'fix.md'), before)
  const ended = await runPlexor(folder, ['check', '--fix', 'fix.md'])
  t.match(ended, {
    exitCode: 0,
    stdout: /warning prose-sound/,
    stderr: 'fix.md:4:8: removed the comma (json-trailing-comma)\n',
  })
  t.equal(readFileSync(join(folder, 'fix.md'), 'utf8'), before.replace('1,}', '1}'))
})

t.test('--fix ends when nothing is left to fix, and reports what it cannot write', async (t) => {
  const name = 'twice.md'
  writeFileSync(join(folder, name), `${BROKEN}\n\`\`\`sh\ncurl -d "{a: 1,}" 'https://h/_matrix/client/v3/ä'\n\`\`\`\n`)
  await runPlexor(folder, ['check', '--fix', name])
  const once = readFileSync(join(folder, name), 'utf8')
  t.match(once, 'curl -d "{\\"a\\": 1}" \'https://h/_matrix/client/v3/%C3%A4\'')
  const again = await runPlexor(folder, ['check', '--fix', name])
  t.match(again, { exitCode: 0, stderr: '' })
  t.equal(readFileSync(join(folder, name), 'utf8'), once)

  // A folder in place of the file is what even root cannot write
  writeFileSync(join(folder, 'gone.json'), '[1,]')
  const file = openSources([join(folder, 'gone.json')], undefined).next().value as SourceFile
  rmSync(join(folder, 'gone.json'))
  mkdirSync(join(folder, 'gone.json'))
  t.throws(() => fix(file, 'v1.19', () => {}), {
    name: 'UsageError',
    message: /^Cannot write the fixes of ".*gone\.json": /,
  })
})

t.test('a folder that cannot be read does not hide the others', async (t) => {
  const list = (path: string) => {
    if (path.endsWith('secret')) throw Object.assign(new Error('denied'), { code: 'EACCES' })
    return readdirSync(path, { withFileTypes: true })
  }
  mkdirSync(join(folder, 'some/secret'), { recursive: true })
  writeFileSync(join(folder, 'some/a.md'), RIGHT)
  writeFileSync(join(folder, 'some/z.md'), RIGHT)
  const opened = [...openSources([join(folder, 'some')], undefined, undefined, list)]
  t.match(opened, [{ name: /a\.md$/ }, { problem: /^Cannot check ".*secret": permission denied$/ }, { name: /z\.md$/ }])
})

t.test('nothing in a name or a text steers the terminal', async (t) => {
  const name = 'esc\u001b[31m\u202e.md'
  writeFileSync(join(folder, name), '```json\n{"\u001b[32m": 1,}\n```\n')
  for (const args of [
    ['check', name],
    ['check', '--report', 'github', name],
    ['check', '--fix', name],
    ['check', `no${name}`],
  ]) {
    const { stdout, stderr } = await runPlexor(folder, args)
    t.notOk(
      [...'\u001b\u202e'].some((character) => (stdout + stderr).includes(character)),
      args.join(' '),
    )
  }
})

t.test('--execute sends the requests to the reference, in their order', async (t) => {
  const body = `'{"pattern": "a", "actions": ["notify"]}'`
  writeFileSync(
    join(folder, 'execute.md'),
    [
      command('pushrules/global/content/one', `-X PUT -d ${body}`),
      command('pushrules/global/content/one/enabled', `-X PUT -d '{"enabled": false}'`),
      command(
        'rooms/!somewhere:elsewhere.example/send/m.room.message/1',
        `-X PUT -d '{"msgtype": "m.text", "body": "a"}'`,
      ),
      command('rooms/{roomId}/receipt/m.read/$event', `-d '{}'`),
      command(
        'pushers/set',
        `-d '{"kind": "http", "app_id": "a", "pushkey": "b", "lang": "en", "app_display_name": "a", "device_display_name": "b", "data": {"url": "https://push.example/_matrix/push/v1/notify"}}'`,
      ),
      command('pushrules/global/content/two', '-X DELETE'),
      'This fails with a 404:\n\n',
      command('pushrules/global/content/two', '-X DELETE'),
      command('thirdparty/{unknown}', ''),
    ].join(''),
  )
  const { exitCode, stdout, stderr } = await runPlexor(folder, ['check', '--execute', '--report', 'json', 'execute.md'])
  t.equal(stderr, '')
  t.equal(exitCode, 1)
  const report = JSON.parse(stdout)
  t.strictSame(
    report.executed.map(
      ({ method, path, status }: Record<string, unknown>) =>
        `${method} ${String(path).replaceAll(/(?:!|%21|%24)[^/]+/g, 'ID')} ${status}`,
    ),
    [
      'PUT /_matrix/client/v3/pushrules/global/content/one 200',
      'PUT /_matrix/client/v3/pushrules/global/content/one/enabled 200',
      'PUT /_matrix/client/v3/rooms/ID/send/m.room.message/1 200',
      'POST /_matrix/client/v3/rooms/ID/receipt/m.read/ID 200',
      'POST /_matrix/client/v3/pushers/set 200',
      'DELETE /_matrix/client/v3/pushrules/global/content/two 404',
      'DELETE /_matrix/client/v3/pushrules/global/content/two 404',
    ],
  )
  const rules = report.files[0].findings.map(({ rule, line }: Record<string, unknown>) => `${rule} ${line}`)
  t.strictSame(
    rules.filter((rule: string) => rule.startsWith('failed')),
    ['failed-request 22'],
  )
  t.strictSame(
    rules.filter((rule: string) => rule.startsWith('unexecuted')),
    ['unexecuted-request 32'],
  )
})

t.test('--execute sends nothing to any other server than the target', async (t) => {
  const asked: string[] = []
  const other = await startPeer(t, (request, response) => {
    asked.push(String(request.url))
    sendJson(response, 200, {})
  })
  const seen: string[] = []
  const target = await startPeer(t, (request, response) => {
    seen.push(`${request.headers.authorization} ${request.method} ${request.url}`)
    if (request.url?.endsWith('/whoami')) sendJson(response, 200, { user_id: '@a:hs' })
    else {
      response.setHeader('location', `${other.url}/elsewhere`)
      sendJson(response, 302, {})
    }
  })
  writeFileSync(
    join(folder, 'elsewhere.md'),
    `\`\`\`sh\ncurl '${other.url}/_matrix/client/v3/pushrules/?access_token=abc'\n\`\`\`\n`,
  )
  const args = ['check', '--execute', '--target', target.url, 'elsewhere.md']
  const ended = await runPlexor(folder, args, { PLEXOR_ACCESS_TOKEN: 'swordfish' })
  t.match(ended, { exitCode: 0, stdout: /: GET \/_matrix\/client\/v3\/pushrules\/ → 302\n/ })
  t.strictSame(seen, [
    'Bearer swordfish GET /_matrix/client/v3/account/whoami',
    'Bearer swordfish GET /_matrix/client/v3/pushrules/',
  ])
  t.strictSame(asked, [])
  t.notMatch(ended.stdout + ended.stderr, 'swordfish')
})

/** The URL of a server that was there and is not any more. */
async function closedUrl(): Promise<string> {
  const server = createServer()
  const { promise: listening, resolve } = Promise.withResolvers<void>()
  server.listen(0, '127.0.0.1', resolve)
  await listening
  const { port } = server.address() as AddressInfo
  const { promise: closed, resolve: close } = Promise.withResolvers<void>()
  server.close(() => close())
  await closed
  return `http://127.0.0.1:${port}`
}

t.test('an unreachable target, or one without an account, has its own exit code', async (t) => {
  const closed = await startPeer(t, (_, response) => sendJson(response, 403, { errcode: 'M_FORBIDDEN' }))
  const refused = await runPlexor(folder, ['check', '--execute', '--target', closed.url, 'right.md'])
  t.match(refused, {
    exitCode: 3,
    stderr:
      /^plexor: Cannot get an account for the examples: the target responded with 403\n {2}- Set PLEXOR_ACCESS_TOKEN .*\n$/,
  })
  const gone = await runPlexor(folder, ['check', '--execute', '--target', await closedUrl(), 'right.md'])
  t.match(gone, {
    exitCode: 3,
    stderr: /^plexor: Cannot reach the target at http:\S+: .*\n {2}- Check the URL.*\n$/,
  })
})

t.test('what is named twice is checked once', async (t) => {
  mkdirSync(join(folder, 'two'))
  writeFileSync(join(folder, 'two/a.md'), BROKEN)
  const ended = await runPlexor(folder, ['check', 'two', './two/a.md', 'two'])
  t.match(ended, { exitCode: 1, stdout: /1 error, 0 warnings, 0 notes in 1 file,/ })
})
