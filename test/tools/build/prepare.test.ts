import { spawnSync } from 'node:child_process'
import { cpSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { temporaryFolder } from '../../temporary-folder.ts'

const PREPARE = fileURLToPath(new URL('../../../tools/prepare.js', import.meta.url))

t.test('without development packages, as in a global installation, the types are left out', async (t) => {
  const folder = temporaryFolder(t, {
    'package.json': '{ "type": "module" }',
    'cli/main.ts': "import { a } from './a.ts'\nconst b: number = a\nconsole.log(b, (await import('./a.ts')).a)\n",
    'cli/a.ts': 'export const a: number = 7\n',
    'tools/.keep': '',
  })
  cpSync(PREPARE, join(folder, 'tools/prepare.js'))
  const env = { ...process.env, NODE_OPTIONS: '', INIT_CWD: dirname(folder) }
  t.equal(spawnSync(process.execPath, ['tools/prepare.js'], { cwd: folder, env }).status, 0)
  t.equal(readFileSync(join(folder, 'dist/package.json'), 'utf8'), '{ "type": "module" }')
  const { stdout } = spawnSync(process.execPath, ['dist/cli/main.js'], { cwd: folder, env, encoding: 'utf8' })
  t.equal(stdout, '7 7\n')
})
