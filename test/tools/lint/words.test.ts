import t from 'tap'
import { checkWords } from '../../../tools/lint/check-words.ts'

/** Finds what is wrong in a file, as `RULE LINE:COLUMN`. */
function findings(path: string, ...lines: string[]): string[] {
  return checkWords(path, lines.join('\n')).map(({ rule, line, column }) => `${rule} ${line}:${column}`)
}

t.test('a word is found in prose and in names', async (t) => {
  const CASES: [what: string, path: string, lines: string[], expected: string[]][] = [
    ['a line comment', 'a.ts', ['f() // mends it'], ['mend 1:8']],
    ['a string', 'a.ts', ["f('mended')"], ['mend 1:4']],
    ['a template, between its values', 'a.ts', [`f(\`\${a} mended \${b} mended\`)`], ['mend 1:9', 'mend 1:21']],
    ['a value in a template', 'a.ts', [`f(\`\${mended}\`)`], ['mend 1:6']],
    ['a camel case name', 'a.ts', ['let firstMend = 1'], ['mend 1:5']],
    ['a constant', 'a.ts', ['let LEFT_OPEN = 1'], ['left-open 1:5']],
    ['a private name', 'a.ts', ['class A {', '  #mended = 1', '}'], ['mend 2:3']],
    ['a name in a type', 'a.ts', ['let a: TargetFacts'], ['facts 1:8']],
    ['the name of a file', 'some/left-open.test.ts', ['f()'], ['left-open 1:1']],
    ['the name of a directory', 'mends/a.ts', ['f()'], ['mend 1:1']],
    ['a comment in YAML', 'a.yaml', ['a: 1 # mend it'], ['mend 1:8']],
    [
      'values in YAML',
      'a.yaml',
      ['a: mended', "b: ['it is mended']", 'c: |', '  mended'],
      ['mend 1:4', 'mend 2:12', 'mend 4:3'],
    ],
    [
      'text in Markdown',
      'a.md',
      ['# Mends', '', '- it *mends*', '', '| mend |', '| --- |'],
      ['mend 1:3', 'mend 3:7', 'mend 5:3'],
    ],
    ['a name in Markdown', 'a.md', ['as `isMended()`'], ['mend 1:5']],
    ['TypeScript in Markdown', 'a.md', ['```ts', 'let mended = 1 // mends', '```'], ['mend 2:5', 'mend 2:19']],
    ['YAML in Markdown', 'a.md', ['```yaml', 'mend: mended', '```'], ['mend 2:7']],
    ['output in Markdown', 'a.md', ['```console', '$ plexor', 'mended', '```'], ['mend 3:1']],
  ]
  for (const [what, path, lines, expected] of CASES) {
    t.strictSame(findings(path, ...lines), expected, what)
  }
})

t.test('a phrase is found although it is wrapped', async (t) => {
  t.strictSame(findings('a.ts', '/**', ' * The matter is left', ' * open.', ' */'), ['left-open 2:18'])
  t.strictSame(findings('a.ts', '// This is left', '// open.'), ['left-open 1:12'])
  t.strictSame(findings('a.yaml', '# This is left', '# open.'), ['left-open 1:11'])
  t.strictSame(findings('a.md', 'This is **left**', 'open.'), ['left-open 1:11'])
})

t.test('a lookalike is not a finding', async (t) => {
  const CASES: [what: string, path: string, line: string][] = [
    ['a longer word', 'a.ts', '// recommended amendments, and displayed'],
    ['a longer name', 'a.ts', 'let recommended = amendment'],
    ['a regular expression', 'a.ts', 'f(/mended/)'],
    ['an imported path', 'a.ts', "import x from './mended.ts'"],
    ['a key in YAML', 'a.yaml', 'mended: 1'],
    ['the target of a link', 'a.md', '[a link](mended.md)'],
    ['an ID', 'a.md', '`rules.mended-twice`'],
    ['there is no', 'a.ts', '// There is no rule'],
    ['no longer', 'a.ts', '// is no longer a rule, are no more than two, and is no later than that'],
    ['a certificate authority', 'a.ts', '// a certificate authority'],
    ['a header', 'a.ts', "f({ ':authority': 'a' })"],
    ['a user profile', 'a.ts', 'const profile = userProfile // the profile'],
    ['the text of something', 'a.ts', '// the text of a message'],
    ['a document', 'check/a.ts', '// the text'],
    ['a step of a login', 'reference/homeserver/a.ts', 'let stage = 1'],
    ['a sentence that has the word', 'a.ts', "f('a broken file')"],
  ]
  for (const [what, path, line] of CASES) {
    t.strictSame(findings(path, line), [], what)
  }
})

t.test('a literal is compared as a whole', async (t) => {
  t.strictSame(findings('a.ts', "f('broken', 'broken pipe', brokenPipe, broken)"), ['broken 1:4', 'broken 1:40'])
  t.strictSame(findings('a.yaml', '- broken'), ['broken 1:3'])
})

t.test('strings do not confuse the search for comments', async (t) => {
  t.strictSame(findings('a.ts', `f('/* ', \`// \${/[/*]/}\`) // mends`, "g(' */')"), ['mend 1:29'])
  t.strictSame(findings('a.ts', "// it's", "f('mends') // isn't `it`"), ['mend 2:4'])
})

t.test('a comment excuses a line, if it gives a reason', async (t) => {
  t.strictSame(findings('a.ts', 'mend() // words-allow: the name that the library has'), [])
  t.strictSame(findings('a.ts', '// words-allow: the name that the library has', 'mend()'), [])
  t.strictSame(findings('a.yaml', 'a: mend # words-allow: a quotation'), [])
  t.strictSame(findings('a.md', '<!-- words-allow: a quotation -->', 'They mend it.'), [])
  t.strictSame(findings('a.ts', '// words-allow:', 'mend()'), ['mend 2:1'])
  t.strictSame(findings('a.ts', '// words-allow: too far away', '', 'mend()'), ['mend 3:1', 'unused-allow 1:1'])
})

t.test('a finding says what to write instead', async (t) => {
  const [finding] = checkWords('a.ts', '// a register of requirements')
  t.match(finding?.message, 'instead of "register of requirements" write catalogue: ')
})
