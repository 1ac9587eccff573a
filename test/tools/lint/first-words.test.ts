import t from 'tap'
import { checkWords } from '../../../tools/lint/check-words.ts'

/** Finds what is wrong with the beginnings of doc comments, as `LINE:COLUMN`. */
function findings(...lines: string[]): string[] {
  return checkWords('a.ts', lines.join('\n'))
    .filter(({ rule }) => rule === 'doc-first-word')
    .map(({ line, column }) => `${line}:${column}`)
}

t.test('a doc comment does not begin with a clause or a preposition', async (t) => {
  for (const word of [
    'What',
    'How',
    'Whether',
    'Where',
    'Who',
    'Which',
    'Whose',
    'That',
    'So',
    'As',
    'For',
    'In',
    'When',
  ]) {
    t.strictSame(findings(`/** ${word} it is */`), ['1:5'], word)
  }
  t.strictSame(findings('interface A {', '  /**', '   * Whether it is', '   */', '  a: boolean', '}'), ['3:6'])
})

t.test('a doc comment begins with a verb or a noun', async (t) => {
  for (const text of [
    'Reports whether it is',
    'True if it is',
    'The time',
    'A user who is here',
    'Milliseconds',
    'No more than two',
    '`if`, as a word',
    '{@link a}',
    '@see what',
    '',
  ]) {
    t.strictSame(findings(`/** ${text} */`), [], text)
  }
})

t.test('other comments begin as they like', async (t) => {
  t.strictSame(findings('// Whether it is', '/* Whether it is */', '/**/', "f('/** Whether it is */')"), [])
})

t.test('a finding gives advice', async (t) => {
  const [finding] = checkWords('a.ts', '/** Whether it is */')
  t.match(finding?.message, /"Whether": "Reports whether …" for a function, "True if …" for a value/)
})
