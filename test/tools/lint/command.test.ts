import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import t from 'tap'

const COMMAND = resolve('tools/lint/words.ts')
const COMPILE_CACHE = new URL('../../compile-cache.js', import.meta.url)

function run(...args: string[]): { status: number | null; stdout: string } {
  const options = [`--import=${COMPILE_CACHE}`, '--disable-warning=ExperimentalWarning']
  return spawnSync(process.execPath, [...options, COMMAND, ...args], { encoding: 'utf8' })
}

t.test('findings are printed with their places, and fail', async (t) => {
  const root = t.testdir({ 'a.ts': 'mended()\n', 'b.md': 'All is well.\n' })
  const { status, stdout } = run('--root', root, `${root}/a.ts`, `${root}/b.md`)
  t.equal(status, 1)
  t.equal(stdout, 'a.ts:1:1: instead of "mended" write fix [mend]\n1 finding in 2 files\n')
})

t.test('no findings pass', async (t) => {
  const root = t.testdir({ 'b.md': 'All is well.\n' })
  const { status, stdout } = run('--root', root, `${root}/b.md`)
  t.equal(status, 0)
  t.equal(stdout, '0 findings in 1 file\n')
})

t.test('--count prints the number of findings of each rule', async (t) => {
  const root = t.testdir({ 'a.ts': 'mended()\n/** What is */\nmended()\n' })
  const { stdout } = run('--root', root, '--count', `${root}/a.ts`)
  t.match(stdout, /^ +1 doc-first-word$/m)
  t.match(stdout, /^ +2 mend$/m)
  t.match(stdout, /^3 findings in 1 file$/m)
})
