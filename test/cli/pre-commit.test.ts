import { spawnSync } from 'node:child_process'
import { readFileSync, symlinkSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { temporaryFolder } from '../temporary-folder.ts'

// The line for a pre-commit hook in docs/checking-examples.md works as it is written there, whatever files are called.

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const [, LINE = ''] =
  /^```sh\n(git diff --cached .+)\n```$/m.exec(readFileSync(join(ROOT, 'docs/checking-examples.md'), 'utf8')) ?? []

const BROKEN = '```json\n{"a": 1,}\n```\n'
const NAMES = ['a b/c d.md', "it's.md", '"quoted".md', '-x.md', 'é.md', 'two\nlines.md', 'plain.yaml']

const folder = temporaryFolder(t, {
  ...Object.fromEntries(NAMES.map((name) => [name, name.endsWith('.md') ? BROKEN : 'a: 1\n'])),
  'other file.txt': BROKEN,
  'unstaged file.md': BROKEN,
  'node_modules/.bin/.keep': '',
})
symlinkSync(join(ROOT, 'cli/plexor.js'), join(folder, 'node_modules/.bin/plexor'))

function run(command: string, ...args: string[]) {
  const path = `${dirname(process.execPath)}${delimiter}${process.env.PATH}`
  const env = { ...process.env, PATH: path, NODE_OPTIONS: '', NO_COLOR: '1' }
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, env, encoding: 'utf8' })
  return { status, stdout, stderr }
}

const skip = run('npx', '--version').status === 0 ? false : 'npx is not installed'

t.test('the line checks the staged documents, and only those', { skip }, async (t) => {
  t.not(LINE, '')
  t.match(run('git', 'init', '--quiet'), { status: 0 })
  t.match(run('sh', '-c', LINE), { status: 0, stdout: '', stderr: '' }, 'nothing is staged')

  t.match(run('git', 'add', '--', ...NAMES, 'other file.txt'), { status: 0 })
  const { status, stdout, stderr } = run('sh', '-c', LINE)
  t.equal(status, 123, 'xargs says with this code that the command failed')
  t.equal(stderr, '')
  t.match(stdout, /^6 errors, 0 warnings, 0 notes in 7 files/m)
  t.match(stdout, /^a b\/c d\.md:2:8: error/m)
})
