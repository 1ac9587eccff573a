import { readFileSync } from 'node:fs'
import t from 'tap'
import { checkText, locate, RULES, writeReport } from '../../check/index.ts'
import { fence } from './found.ts'

// The file for other tools fits what the command writes.

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

t.test('the problem matcher reads the text format', async (t) => {
  const { problemMatcher } = JSON.parse(read('.github/plexor-check-matcher.json'))
  const [{ regexp, ...groups }] = problemMatcher[0].pattern
  const checked = checkText('docs/a.md', fence('{"a": 1,}'), 'markdown', { specVersion: 'v1.19' })
  const text = writeReport('text', { plexor: '1', specVersion: 'v1.19', files: [locate(checked)] })
  const found = text.split('\n').flatMap((line) => new RegExp(regexp).exec(line) ?? [])
  t.strictSame(Object.fromEntries(Object.entries(groups).map(([name, group]) => [name, found[Number(group)]])), {
    file: 'docs/a.md',
    line: '2',
    column: '8',
    severity: 'error',
    code: 'json-trailing-comma',
    message: 'Expected no comma before "}"',
  })
  for (const id of Object.keys(RULES)) t.match(`a:1:1: note ${id}: A`, new RegExp(regexp))
})
