import { execFileSync } from 'node:child_process'
import t from 'tap'
import { filesToCheck, isChecked } from '../../../tools/lint/files.ts'

t.test('files are those of the repository, including new ones and without ignored ones', async (t) => {
  const root = t.testdir({
    '.gitignore': 'ignored.ts\n',
    'ignored.ts': '',
    'new.ts': '',
    'readme.md': '',
    spec: { generated: { 'a.ts': '' }, 'a.yaml': '', 'a.json': '' },
  })
  execFileSync('git', ['init', '--quiet'], { cwd: root })
  execFileSync('git', ['add', 'readme.md'], { cwd: root })
  t.strictSame(filesToCheck(root), ['new.ts', 'readme.md', 'spec/a.yaml'])
})

t.test('files that have to contain the words are excluded', async (t) => {
  for (const path of ['tools/lint/glossary.ts', 'CHANGELOG.md', 'reports/published/faults.md', 'package-lock.json']) {
    t.notOk(isChecked(path), path)
  }
  t.ok(isChecked('tools/lint/words.ts'))
})
