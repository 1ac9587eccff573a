import { execFileSync } from 'node:child_process'
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { compileGlob } from '../../cli/check/glob.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { runPlexor } from './run-plexor.ts'

const rule = (kind: string) => `\`\`\`json\n{"kind": "${kind}", "key": "type", "pattern": "a"}\n\`\`\`\n`
const COMMA = '```json\n{"a": 1,}\n```\n'
const COMMENT = '```json\n{"a": 1} // one\n```\n'

t.test('patterns of paths', async (t) => {
  const rows: [path: string, pattern: string, matches: boolean][] = [
    ['a/b.md', 'a/*.md', true],
    ['a/b/c.md', 'a/*.md', false],
    ['a/b/c.md', 'a/**/*.md', true],
    ['a/c.md', 'a/**/*.md', true],
    ['a/b/c.md', 'a', true],
    ['a/b/c.md', 'a/', true],
    ['ab/c.md', 'a', false],
    ['a/b.md', '**', true],
    ['a/b.md', './a/?.md', true],
    ['a+b.md', 'a+b.md', true],
    ['aab.md', 'a+b.md', false],
  ]
  for (const [path, pattern, matches] of rows) t.equal(compileGlob(pattern)(path), matches, `${path} ${pattern}`)
})

t.test('plexor.yaml chooses files, rules and versions', async (t) => {
  const folder = temporaryFolder(t, {
    'plexor.yaml': `target: 'ref:'
check:
  include: ['docs/**/*.md', proposals]
  exclude: docs/old
  rules: { json-comment: error, json-trailing-comma: off }
  versions:
    proposals: draft
    docs/r0.md: seed
`,
    'docs/a.md': COMMENT + COMMA,
    'docs/b.json': '[1,',
    'docs/r0.md': '```json\n{"rule_id": "a", "actions": ["dont_notify"]}\n```\n',
    'docs/old/a.md': '```json\n{"a": \n```\n',
    'proposals/a.md': rule('new_kind'),
    'docs/c.md': rule('new_kind'),
  })
  const ended = await runPlexor(folder, ['check', '.'])
  t.match(ended, { exitCode: 1, stderr: '' })
  t.match(ended.stdout, /docs\/a\.md:2:10: error json-comment/)
  t.match(ended.stdout, /docs\/c\.md:2:10: error unknown-condition/)
  t.match(ended.stdout, /2 errors, 0 warnings, 0 notes in 4 files, checked against v1\.19 and seed and draft/)
  const named = await runPlexor(folder, ['check', 'docs/old/a.md', 'docs/a.md'])
  t.match(named.stdout, /in 1 file,/, 'an excluded file is not checked if it is named either')
})

t.test('mistakes in plexor.yaml', async (t) => {
  const rows: [text: string, says: RegExp][] = [
    ['check: { rules: { json-coma: off } }', /plexor\.yaml:1:17: expected ids of rules, found "json-coma"/],
    ['check: { rules: { schema: fatal } }', /or "off" for "schema", found "fatal"/],
    ['check: { versions: { a: v9 } }', /for "a", found "v9"/],
    ['check: { excludes: a }', /found "excludes"; did you mean "exclude"\?/],
    ['check: 1', /expected a map of settings of "plexor check", found the number 1/],
  ]
  for (const [text, says] of rows) {
    const folder = temporaryFolder(t, { 'plexor.yaml': text, 'a.md': 'A' })
    const { exitCode, stderr } = await runPlexor(folder, ['check', 'a.md'])
    t.equal(exitCode, 2)
    t.match(stderr, says)
  }
})

t.test('a baseline has the known findings', async (t) => {
  const folder = temporaryFolder(t, { 'a.md': COMMA + COMMA, 'b.md': COMMA })
  const check = (...args: string[]) => runPlexor(folder, ['check', '--baseline', 'known.json', ...args])
  t.match(await check('.'), { exitCode: 2, stderr: /Cannot read the baseline/ }, 'it has to exist')
  t.match(await check('--update-baseline', 'a.md'), { exitCode: 0 }, 'it is written')
  t.match(JSON.parse(readFileSync(join(folder, 'known.json'), 'utf8')), [
    { file: 'a.md', rule: 'json-trailing-comma', count: 2 },
  ])
  t.match(await check('a.md'), { exitCode: 0, stdout: /^0 errors/ }, 'known findings are not reported')
  t.match(await check('a.md', 'b.md'), { exitCode: 1, stdout: /^b\.md:2:8: error/ }, 'others are')
  writeFileSync(join(folder, 'a.md'), `Text.\n\n${COMMA}`)
  t.match(await check('a.md'), { exitCode: 1, stderr: /1 known finding of the baseline is gone/ }, 'one is gone')
  t.match(await runPlexor(folder, ['check', '--update-baseline', 'a.md']), { exitCode: 2, stderr: /needs --baseline/ })
})

t.test('--since reports what is new', async (t) => {
  const folder = temporaryFolder(t, { 'a.md': COMMA, 'b.md': 'Text.\n' })
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.example', ...args], { cwd: folder, stdio: 'pipe' })
  git('init', '--quiet')
  git('add', '.')
  git('commit', '--quiet', '--message', 'One')
  t.match(await runPlexor(folder, ['check', '--since', 'HEAD', '.']), { exitCode: 0, stdout: /in 2 files/ }, 'nothing')
  writeFileSync(join(folder, 'a.md'), `Moved.\n\n${COMMA}\n${rule('unknown')}`)
  writeFileSync(join(folder, 'c.md'), COMMA)
  const { exitCode, stdout } = await runPlexor(folder, ['check', '--since', 'HEAD', '.'])
  t.equal(exitCode, 1)
  t.match(stdout, /^a\.md:8:10: error unknown-condition[\s\S]*c\.md:2:8: error json-trailing-comma[\s\S]*\n2 errors/)
  t.match(await runPlexor(folder, ['check', '--since', 'nothing', '.']), {
    exitCode: 2,
    stderr: /--since: expected a revision of the Git repository in this folder, found "nothing"/,
  })
})

t.test(
  '--since compares renamed files, those with a byte order mark, and what links and references lead to',
  async (t) => {
    const folder = temporaryFolder(t, { 'a.md': `\uFEFF${COMMA}`, 'docs/b.md': COMMA })
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.example', ...args], {
        cwd: folder,
        stdio: 'pipe',
      })
    const api = `openapi: 3.1.0
paths: {/a: {get: {responses: {"200": {content: {application/json: {
  schema: {$ref: b.yaml}, example: {a: "1"}}}}}}}}
`
    writeFileSync(join(folder, 'docs', 'api.yaml'), api)
    writeFileSync(join(folder, 'docs', 'b.yaml'), 'type: object\nproperties: {a: {type: integer}}\n')
    symlinkSync(join('docs', 'b.md'), join(folder, 'link.md'))
    git('init', '--quiet')
    git('add', '.')
    git('commit', '--quiet', '--message', 'One')
    const { exitCode, stdout } = await runPlexor(folder, ['check', '--since', 'HEAD', 'a.md', 'link.md', 'docs'])
    t.equal(exitCode, 0, stdout)
    const all = await runPlexor(folder, ['check', 'a.md', 'link.md', 'docs'])
    t.match(all.stdout, /^docs\/api\.yaml:3:40: error own-schema/m)

    git('mv', 'docs/b.md', 'c.md')
    const renamed = await runPlexor(folder, ['check', '--since', 'HEAD', 'c.md'])
    t.equal(renamed.exitCode, 0, renamed.stdout)
  },
)

t.test('a named file needs no ending', async (t) => {
  const folder = temporaryFolder(t, { README: COMMA, 'a.bin': 'a' })
  t.match(await runPlexor(folder, ['check', 'README']), { exitCode: 1, stdout: /^README:2:8: error/ })
  t.match(await runPlexor(folder, ['check', 'a.bin']), { exitCode: 2, stderr: /expected a name that ends in/ })
})
