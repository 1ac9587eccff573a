import t from 'tap'
import { obstacles } from '../../../tools/build/ready-to-publish.ts'

const MANIFEST = { version: '0.2.0', repository: 'a', homepage: 'b', bugs: 'c' }

t.test('a package with all fields and a dated section can be published', async (t) => {
  t.strictSame(obstacles(MANIFEST, '# Changelog\n\n## 0.2.0 (2030-01-01)\n'), [])
})

t.test('otherwise what is missing is named', async (t) => {
  t.strictSame(obstacles({ version: '0.2.0', homepage: 'b', bugs: 'c' }, '## Unreleased\n\n## 0.2.01 (2030-01-01)\n'), [
    'package.json: expected the field "repository", found none',
    'CHANGELOG.md: expected the section "0.2.0" with its date, found none',
  ])
})
