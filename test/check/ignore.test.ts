import t from 'tap'
import { checkText } from '../../check/index.ts'
import { eachFinds, fence, type Row, sentences } from './found.ts'

const BROKEN = fence('{"a": 1,}')
const ignore = (words: string) => `<!-- plexor-ignore ${words} -->\n\n`

t.test('a comment silences the findings of a rule in the block after it', async (t) => {
  const rows: Row[] = [
    ['the block after it', ignore('json-trailing-comma: shows a mistake') + BROKEN, []],
    [
      'only that block',
      `${ignore('json-trailing-comma: shows a mistake') + BROKEN}\n${BROKEN}`,
      ['8:8 error json-trailing-comma'],
    ],
    [
      'only that rule',
      ignore('json-syntax: shows a mistake') + BROKEN,
      ['1:1 error ignore-comment', '4:8 error json-trailing-comma'],
    ],
    [
      'several comments',
      `${ignore('json-trailing-comma: a')}${ignore('json-duplicate-key: b')}${fence('{"a": 1, "a": 2,}')}`,
      [],
    ],
    ['in a list', `- text\n\n  <!-- plexor-ignore json-trailing-comma: a -->\n\n  \`\`\`json\n  [1,]\n  \`\`\`\n`, []],
    [
      'no reason',
      ignore('json-trailing-comma') + BROKEN,
      ['1:1 error ignore-comment', '4:8 error json-trailing-comma'],
    ],
    [
      'an empty reason',
      ignore('json-trailing-comma: ') + BROKEN,
      ['1:1 error ignore-comment', '4:8 error json-trailing-comma'],
    ],
    [
      'an unknown rule',
      ignore('json-comma: a') + BROKEN,
      ['1:1 error ignore-comment', '4:8 error json-trailing-comma'],
    ],
    ['nothing to silence', ignore('json-trailing-comma: a') + fence('{"a": 1}'), ['1:1 error ignore-comment']],
    ['nothing after it', ignore('json-trailing-comma: a'), ['1:1 error ignore-comment']],
    ['in a block of code', fence('<!-- plexor-ignore json-trailing-comma: a -->', 'html'), []],
  ]
  eachFinds(t, rows)
})

t.test('comments in YAML', async (t) => {
  const rows: Row[] = [
    ['at the end of the line', 'a: 1\na: 2 # plexor-ignore json-duplicate-key: a\n', []],
    ['before the line', 'a: 1\n# plexor-ignore json-duplicate-key: a\na: 2\n', []],
    [
      'before what is indented below the line',
      '# plexor-ignore json-duplicate-key: a\na:\n  b: 1\n\n  b: 2\nc: 1\n',
      [],
    ],
    [
      'but not after that',
      '# plexor-ignore json-duplicate-key: a\na: 1\na: 2\n',
      ['1:1 error ignore-comment', '3:1 warning json-duplicate-key'],
    ],
    [
      'two of them',
      '# plexor-ignore json-duplicate-key: a\n# plexor-ignore unknown-action: b\na: { b: 1, b: 2, c: { rule_id: x, actions: [ring] } }\n',
      [],
    ],
  ]
  eachFinds(t, rows, 'yaml')
})

t.test('comments in JSON', async (t) => {
  const rule = (before: string, after = '') => `{\n  ${before}\n  "rule_id": "a", "actions": ["ring"]${after}\n}\n`
  const comments: Row[] = [
    ['before the line', rule('// plexor-ignore unknown-action: a'), []],
    ['in the other kind of comment', rule('/* plexor-ignore unknown-action: a */'), []],
    ['at the end of the line', rule('', ' // plexor-ignore unknown-action: a'), []],
    ['no reason', rule('// plexor-ignore unknown-action'), ['2:3 error ignore-comment', '3:31 error unknown-action']],
    ['nothing to silence', '{} // plexor-ignore unknown-action: a', ['1:4 error ignore-comment']],
  ]
  eachFinds(t, comments, 'jsonc')
  eachFinds(
    t,
    [['quotes of JSON5', "{rule_id: 'a', /* plexor-ignore unknown-action: a */ actions: ['ring']}", []]],
    'json5',
  )
  const member = '"$comment": "plexor-ignore unknown-action: a",'
  const members: Row[] = [
    ['a member of the object', rule(member), []],
    ['a member of an object around it', `{${member} "b": [{"rule_id": "a", "actions": ["ring"]}]}`, []],
    [
      'not of one beside it',
      `[{${member} "b": 1}, {"rule_id": "a", "actions": ["ring"]}]`,
      ['1:15 error ignore-comment', '1:88 error unknown-action'],
    ],
    ['a comment is still invalid in JSON', rule('// plexor-ignore unknown-action: a'), ['2:3 warning json-comment']],
    ['another comment', '{"$comment": "a rule", "rule_id": "a", "actions": []}', []],
  ]
  eachFinds(t, members, 'json')
})

t.test('silenced findings are counted, and invalid comments are reported', async (t) => {
  const { silenced, counts } = checkText('a', ignore('json-trailing-comma: a') + BROKEN, 'markdown', {
    specVersion: 'v1.19',
  })
  t.strictSame({ silenced, counts }, { silenced: 1, counts: { error: 0, warning: 0, note: 0 } })
  t.strictSame(sentences(ignore('json-syntax: a') + fence('{}')), [
    'The comment ignores "json-syntax", but the block after it has no such finding',
  ])
  t.match(
    sentences(ignore('nothing: a') + fence('{}'))[0],
    /^Unknown rule "nothing" in the comment: expected "plexor-ignore RULE-ID: reason"$/,
  )
})
