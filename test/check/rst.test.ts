import t from 'tap'
import { eachFindsMarked, type MarkedRow } from './found.ts'

const RULE = '{"rule_id": "a", "actions": [▲"ring"]}'
const code = (text: string, directive = 'code:: json') => `.. ${directive}\n\n  ${text.replaceAll('\n', '\n  ')}\n\n`

t.test('blocks of code in reStructuredText', async (t) => {
  const rows: MarkedRow[] = [
    ['a block', code(RULE), ['error unknown-action']],
    [
      'a block with options',
      `.. code-block:: JSON\n   :linenos:\n   :caption: A rule\n\n   ${RULE}\n`,
      ['error unknown-action'],
    ],
    ['a literal block', `A rule::\n\n    ${RULE}\n\nText\n`, ['error unknown-action']],
    ['a literal block after two colons alone', `A rule\n\n::\n\n    ${RULE}\n`, ['error unknown-action']],
    ['a block in a list', `- One\n\n  .. sourcecode:: json\n\n    ${RULE}\n\n- Two\n`, ['error unknown-action']],
    [
      'a block in a note',
      `.. note:: This is\n   a rule:\n\n   .. code:: json\n\n      ${RULE}\n`,
      ['error unknown-action'],
    ],
    ['a command', `Run::\n\n  curl -X ▲POST 'https://h/_matrix/client/v3/pushrules/'\n`, ['error wrong-method']],
    ['JSON in a span', `The rule \`\`${RULE}\`\` rings.`, ['error unknown-action']],
    ['another language', code(RULE.replace('▲', ''), 'code:: python'), []],
    ['content of another format', code(RULE.replace('▲', ''), 'raw:: html'), []],
    ['a comment', `..\n  ${RULE.replace('▲', '')}\n`, []],
    ['Windows', code('{"rule_id": "a",\n "actions": [▲"ring"]}').replaceAll('\n', '\r\n'), ['error unknown-action']],
    ['nothing', '', []],
  ]
  eachFindsMarked(t, rows, 'rst')
})

t.test('the text around blocks', async (t) => {
  const notifies = code('{"rule_id": "a", "actions": ▲["notify"]}')
  const rows: MarkedRow[] = [
    ['a paragraph', `To mute\na room:\n\n${notifies}`, ['error prose-effect']],
    [
      'the paragraph of a literal block',
      'To mute a room::\n\n  {"rule_id": "a", "actions": ▲["notify"]}\n',
      ['error prose-effect'],
    ],
    ['text of another section', `To mute a room:\n\nRing\n----\n\n${notifies.replace('▲', '')}`, []],
    ['text above a line', `To mute a room:\n\n-----\n\n${notifies}`, ['error prose-effect']],
    [
      'titles of several levels',
      `====\nPush\n====\n\nRules\n-----\n\n\`\`.m.rule.master\`\`\n~~~~~~~~~~~~~~~~~~\n\nDefinition:\n\n${code('{"rule_id": ▲".m.rule.tombstone", "actions": []}')}`,
      ['warning prose-name'],
    ],
    ['a list of values', 'The pattern ``te?`` matches:\n\n* ``tea``\n* ``▲t``\n\n10. Ten\n', ['error value-match']],
    [
      'an event after a condition',
      `If \`\`key\`\` is \`\`content.body\`\` and \`\`pattern\`\` is \`\`te?\`\`, the following event will match:\n\n${code('▲{"type": "m.room.message", "content": {"body": "t"}}')}`,
      ['error event-match'],
    ],
  ]
  eachFindsMarked(t, rows, 'rst')
})

t.test('tables', async (t) => {
  const wrong = RULE.replace('▲', '')
  const claims = ['Pattern  Value    Matches', 'te?      tea      yes', 'te?      ▲te       yes']
  const border = '=======  =======  ======='
  const simple = `${border}\n${claims[0]}\n${border}\n${claims.slice(1).join('\n')}\n${border}\n`
  const line = '+---------+----------+---------+'
  const grid = (...rows: string[]) => `${line}\n${rows.map((row) => `${row}\n${line}\n`).join('')}`
  const header = '| Pattern | Value    | Matches |'
  const rows: MarkedRow[] = [
    ['a simple table', simple, ['error value-match']],
    [
      'a grid of claims',
      grid(header, '| ``te?`` | ``▲te``   | yes     |', '| ``te?`` | ``tea``  | yes     |'),
      ['error value-match'],
    ],
    [
      'a cell of several lines',
      '+---+---------------------+\n| A | ``{"rule_id": "a",  |\n|   | "actions": [▲"b"]}`` |\n+---+---------------------+\n',
      ['error unknown-action'],
    ],
    [
      'JSON in a cell',
      `=====  =====\nA      B\n=====  =====\na      \`\`${RULE}\`\`\n=====  =====\n`,
      ['error unknown-action'],
    ],
    [
      'a row of several lines',
      '==  ======\nA   ``{"rule_id": "a",\n    "actions": [▲"b"]}``\n==  ======\n\nText\n',
      ['error unknown-action'],
    ],
    ['a cell over two columns', `=====  =====\nA      B\n=====  =====\n\`\`${wrong}\`\`\n=====  =====\n`, []],
    ['a grid with a span', `+---+---+\n| A | B |\n+---+---+\n| \`\`${wrong}\`\` |\n+---+---+\n\nText\n`, []],
    ['a grid that is not closed', `+---+---+\n| A | \`\`${wrong}\`\` |\n`, []],
    ['a block of lines', `| \`\`${wrong}\`\`\n| a\n`, []],
    ['Windows', simple.replaceAll('\n', '\r\n'), ['error value-match']],
  ]
  eachFindsMarked(t, rows, 'rst')
})

t.test('comments silence findings', async (t) => {
  const comment = '.. plexor-ignore unknown-action: shows what\n   servers refuse\n\n'
  const rows: MarkedRow[] = [
    ['in the next block', comment + code(RULE.replace('▲', '')), []],
    ['not in the one after it', `▲${comment}Text\n\n${code(RULE)}`, ['error ignore-comment', 'error unknown-action']],
    ['with nothing after it', `Text\n\n▲${comment}`, ['error ignore-comment']],
  ]
  eachFindsMarked(t, rows, 'rst')
})
