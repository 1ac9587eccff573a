import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { bundleCommand } from '../../../tools/build/bundle-command.ts'
import { temporaryFolder } from '../../temporary-folder.ts'

// What goes into the executable: `npm run build:executable` adds this file to a copy of Node.js. It runs alone, in a
// folder with nothing else, and with no variable in the environment.

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

const folder = temporaryFolder(t, {
  'guide.md': '```json\n{"msgtype": "m.text",}\n```\n',
  'rules.json': '{"global":{}}',
  'event.json': '{"type":"m.room.message","sender":"@bob:x","room_id":"!r:x","content":{"body":"tea"}}',
})
const bundle = join(folder, 'plexor.cjs')
await bundleCommand(bundle)

function plexor(...args: string[]) {
  const options = ['--disable-warning=ExperimentalWarning', bundle]
  const { status, stdout, stderr } = spawnSync(process.execPath, [...options, ...args], {
    cwd: folder,
    env: {},
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

t.test('it has the suites and the reference', async (t) => {
  const { status, stdout, stderr } = plexor('test', 'ref:', '--only', 'errors')
  t.strictSame({ status, stderr }, { status: 0, stderr: '' })
  t.match(stdout, /^✓ errors {2}5 passed, 0 failed/m)
})

t.test('and the push gateway with its provider', async (t) => {
  t.match(plexor('test', 'gateway:ref:', '--only', 'push-gateway/event'), { status: 0, stderr: '' })
})

t.test('and the checker and the rule engine', async (t) => {
  t.match(plexor('check', 'guide.md'), { status: 1, stdout: /json-trailing-comma/, stderr: '' })
  const explained = plexor('explain', '--rules', 'rules.json', '--event', 'event.json', '--defaults', '--user', '@a:x')
  t.match(explained, { status: 0, stdout: /^underride \.m\.rule\.message /, stderr: '' })
})

t.test('and every document', async (t) => {
  t.strictSame(plexor('docs', 'vectors'), {
    status: 0,
    stdout: readFileSync(join(ROOT, 'docs/vectors.md'), 'utf8'),
    stderr: '',
  })
})

t.test('a mistake of the user is one sentence with its exit code', async (t) => {
  t.match(plexor('tset'), { status: 2, stdout: '', stderr: /^plexor: Unknown command "tset"; did you mean "test"\?/ })
})
