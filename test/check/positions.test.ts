import t from 'tap'
import { eachFinds, type Row } from './found.ts'

// Mistakes are reported with the lines and columns of the source, wherever the example is.

const MARKDOWN: Row[] = [
  ['a list', '- one\n\n  ```json\n  {"a": 1,}\n  ```\n', ['4:10 error json-trailing-comma']],
  [
    'a list in a list',
    '1. one\n   - two\n\n     ```json\n     {\n       "a": 1,\n     }\n     ```\n',
    ['6:14 error json-trailing-comma'],
  ],
  ['a quotation', '> ```json\n> {"a": 1,}\n> ```\n', ['2:10 error json-trailing-comma']],
  ['a quotation in a list', '- > ```json\n  > {"a": 1,}\n  > ```\n', ['2:12 error json-trailing-comma']],
  ['an indented block', 'Text\n\n    {"a": 1,}\n', ['3:12 error json-trailing-comma']],
  ['an indented fence', '  ```json\n    {"a": 1,}\n  ```\n', ['2:12 error json-trailing-comma']],
  ['tabs', '```json\n{\n\t"a": 1,\n}\n```\n', ['3:8 error json-trailing-comma']],
  ['a tab after a bullet', '-\t```json\n\t{"a": 1,}\n\t```\n', ['2:9 error json-trailing-comma']],
  ['line ends of Windows', 'a\r\n\r\n```json\r\n{\r\n"a": 1,\r\n}\r\n```\r\n', ['5:7 error json-trailing-comma']],
  ['characters of two units before it', '```json\n{"😀": "😀",}\n```\n', ['2:12 error json-trailing-comma']],
  ['a table', '| a | b |\n| - | - |\n| x | `{"a": 1,}` |\n', ['3:15 error json-trailing-comma']],
  [
    'a table with an escaped bar',
    '| a | b |\n| - | - |\n| x | `{"a": "\\|",}` |\n',
    ['3:18 error json-trailing-comma'],
  ],
  ['a code span over two lines', 'Text `{"a":\n1,}` text\n', ['2:2 error json-trailing-comma']],
  ['a code span in a quotation', '> text `{"a":\n> 1,}` text\n', ['2:4 error json-trailing-comma']],
  ['a span with two backticks', 'Text `` {"a": "`",} `` text\n', ['1:18 error json-trailing-comma']],
  ['JSON in YAML in a list', '- ```yaml\n  a: |\n    {"b": 1,}\n  ```\n', ['3:12 error json-trailing-comma']],
  ['front matter', '---\ntitle: x\n---\n\n```json\n[1,]\n```\n', ['6:3 error json-trailing-comma']],
]

t.test('in Markdown', async (t) => eachFinds(t, MARKDOWN))

const COMMANDS: Row[] = [
  [
    'a body on lines of its own',
    '    curl -X PUT https://hs.example/_matrix/client/v3/pushrules/global/content/a -d \\\n    \'{\n      "pattern": "a",\n      "actions": ["notfy"]\n    }\'\n',
    ['4:19 error unknown-action'],
  ],
  [
    'a body in double quotes',
    '```sh\ncurl -X PUT https://hs.example/_matrix/client/v3/pushrules/global/content/a \\\n  -d "{\\"pattern\\": \\"a\\", \\"actions\\": [\\"notfy\\"]}"\n```\n',
    ['3:43 error unknown-action'],
  ],
  [
    'a command in a list after a prompt',
    '- ```console\n  $ curl -X PUT -d \'{"actions": ["notfy"]}\' https://hs.example/_matrix/client/v3/pushrules/global/override/a\n  {}\n  ```\n',
    ['2:34 error unknown-action'],
  ],
]

t.test('in commands', async (t) => eachFinds(t, COMMANDS))

const YAML: Row[] = [
  ['YAML itself', 'rule:\n  rule_id: a\n  enabled: true\n  actions: [notfy]\n', ['4:13 error unknown-action']],
  ['a literal string', 'example: |\n  {\n    "a": 1,\n  }\n', ['3:11 error json-trailing-comma']],
  ['a folded string', 'example: >-\n  {"a": 1,\n  "b": 2,}\n', ['3:9 error json-trailing-comma']],
  ['a string in single quotes', 'example: \'{"a": 1,}\'\n', ['1:18 error json-trailing-comma']],
  ['a string in double quotes', 'example: "{\\"a\\": 1,}"\n', ['1:20 error json-trailing-comma']],
  [
    'escapes before it',
    'example: "{\\"\\u0041\\": \\"\\t\\",}"\n',
    ['1:24 error json-syntax', '1:30 error json-trailing-comma'],
  ],
  [
    'Markdown in a description',
    'description: |\n  Text:\n\n  ```json\n  {"a": 1,}\n  ```\n',
    ['5:10 error json-trailing-comma'],
  ],
  [
    'JSON in a command in a list in YAML',
    'a:\n  - description: |-\n      - Text:\n\n        ```sh\n        curl -X PUT \'https://hs.example/_matrix/client/v3/pushrules/global/content/a\' \\\n          -d \'{"pattern": "a", "actions": ["notfy"]}\'\n        ```\n',
    ['7:44 error unknown-action'],
  ],
]

t.test('in YAML', async (t) => eachFinds(t, YAML, 'yaml'))
