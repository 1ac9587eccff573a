import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { parse } from 'yaml'
import { requirements, SPEC_VERSIONS } from '../../../spec/index.ts'
import { readFingerprints, writeFingerprints } from '../../../tools/register/fingerprints.ts'
import { commitOf, readSpec } from '../../../tools/register/spec-repository.ts'
import { temporaryFolder } from '../../temporary-folder.ts'

const FILE = 'spec/requirements/fingerprints.json'

t.test('the fingerprints cover every released version and the draft', async (t) => {
  const { recorded, draft } = readFingerprints(FILE)
  t.strictSame(recorded, SPEC_VERSIONS.slice(1))
  t.match(draft, /^[0-9a-f]{40}$/)
})

t.test('the fingerprints are those of rows of the catalogue, and hold no sentence', async (t) => {
  const { rows } = readFingerprints(FILE)
  const ids = new Set(requirements.map(({ id }) => id))
  t.strictSame(
    [...rows.keys()].filter((id) => !ids.has(id)),
    [],
  )
  for (const [id, sources] of rows) {
    for (const { prints } of sources) {
      for (const print of prints.values()) {
        if (print !== null)
          t.match(print, { file: /^(content|data)\/[\w./$-]+\.(md|yaml)$/, hash: /^[0-9a-f]{12}$/ }, id)
      }
    }
  }
})

t.test('fingerprints are written as they were read', async (t) => {
  const copy = join(temporaryFolder(t), 'fingerprints.json')
  writeFingerprints(copy, readFingerprints(FILE))
  t.equal(readFileSync(copy, 'utf8'), readFileSync(FILE, 'utf8'))
})

t.test('what is settled has a reason, and is a fingerprint or a row', async (t) => {
  const entries: Record<string, string>[] = parse(readFileSync('tools/register/settled.yaml', 'utf8'))
  const ids = new Set(requirements.map(({ id }) => id))
  for (const { hash, row, about } of entries) {
    t.match(about, /^[A-Z].+\.$/)
    if (row === undefined) t.match(hash, /^[0-9a-f]{12}$/)
    else t.ok(ids.has(row), row)
  }
})

t.test('the specification is read from a git repository, at a tag', async (t) => {
  const folder = temporaryFolder(t)
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', folder, '-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args])
  git('init', '-q')
  mkdirSync(join(folder, 'content'))
  writeFileSync(join(folder, 'content/tea.md'), '# Größe\n')
  git('add', '.')
  git('commit', '-q', '-m', 'Tea')
  git('tag', 'v1.1')
  writeFileSync(join(folder, 'content/tea.md'), '# Milk\n')
  git('commit', '-q', '-a', '-m', 'Milk')
  t.strictSame([...readSpec(folder, 'v1.1')], [['content/tea.md', '# Größe\n']])
  t.strictSame([...readSpec(join(folder, '.git'), 'HEAD')], [['content/tea.md', '# Milk\n']])
  t.match(commitOf(folder, 'HEAD'), /^[0-9a-f]{40}$/)
  t.throws(() => readSpec(folder, 'v9.9'), { message: /^--spec .*: expected a repository of the specification/ })
})
