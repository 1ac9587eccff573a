import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { temporaryFolder } from '../temporary-folder.ts'
import { runPlexor } from './run-plexor.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

const folder = temporaryFolder(t, {})

t.test('plexor docs lists every document', async (t) => {
  const { exitCode, stdout } = await runPlexor(folder, ['docs'])
  t.equal(exitCode, 0)
  const names = stdout.split('\n').map((line) => line.split(' ')[0])
  t.ok(names.includes('readme'))
  const files = readdirSync(join(ROOT, 'docs')).filter((file) => file.endsWith('.md'))
  for (const file of files) t.ok(names.includes(file.replace('.md', '')), file)
})

t.test('and prints one, by its name or its file', async (t) => {
  const text = readFileSync(join(ROOT, 'docs/vectors.md'), 'utf8')
  t.match(await runPlexor(folder, ['docs', 'docs/vectors.md']), { exitCode: 0, stdout: text, stderr: '' })
})

t.test('an unknown name is a mistake of the user', async (t) => {
  const { exitCode, stderr } = await runPlexor(folder, ['docs', 'vectros'])
  t.equal(exitCode, 2)
  t.equal(stderr, 'plexor: Unknown document "vectros"; did you mean "vectors"? (plexor docs lists them)\n')
})
