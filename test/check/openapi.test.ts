import t from 'tap'
import { eachFindsMarked, type MarkedRow } from './found.ts'

// Examples of OpenAPI are checked against the schemas of their operations, in every notation of OpenAPI.

const document = (path: string, body: string, rest = '') => `openapi: 3.1.0
servers:
  - url: "{protocol}://{host}{basePath}"
    variables:
      basePath: { default: /_matrix/client/v3 }
paths:
  ${path}:
${body.replaceAll(/^/gm, '    ')}
${rest}`

const response = (content: string) => `get:
  responses:
    "200":
      content:
        application/json:
${content.replaceAll(/^/gm, '          ')}`

const SCHEMA = ['error schema']

t.test('examples of responses', async (t) => {
  const rows: MarkedRow[] = [
    ['a valid one', document('/pushers', response('example: { pushers: [] }')), []],
    ['one by itself', document('/pushers', response('example: { pushers: ▲{} }')), SCHEMA],
    ['one of several', document('/pushers', response('examples:\n  one:\n    value: { "pushers": ▲{} }')), SCHEMA],
    [
      'one of the schema',
      document('/pushers', response('schema:\n  type: object\n  example: { pushers: ▲{} }')),
      SCHEMA,
    ],
    ['several of the schema', document('/pushers', response('schema:\n  examples: [{ pushers: ▲{} }]')), SCHEMA],
    ['an error', document('/pushers', response('example: { errcode: ▲7 }').replace('"200"', '"404"')), SCHEMA],
    ['another path', document('/other', response('example: { pushers: {} }')), []],
    [
      'another operation on a path',
      document(
        '/rooms/{roomId}/invite',
        'post:\n  operationId: other\n  requestBody: { content: { application/json: { example: { "a": 1 } } } }',
      ),
      [],
    ],
    [
      'the same operation',
      document(
        '/rooms/{roomId}/invite',
        'post:\n  operationId: inviteUser\n  requestBody: { content: { application/json: { example: ▲{ "a": 1 } } } }',
      ),
      SCHEMA,
    ],
    [
      'a document that is not OpenAPI',
      document('/pushers', response('example: { pushers: {} }')).replace('openapi', 'other'),
      [],
    ],
  ]
  eachFindsMarked(t, rows, 'yaml')
})

t.test('examples of requests', async (t) => {
  const put = (content: string) => `put:
  requestBody:
    content:
      application/json: { ${content} }`
  const rows: MarkedRow[] = [
    ['a valid one', document('/pushrules/global/{kind}/{ruleId}/enabled', put('example: { enabled: true }')), []],
    ['an invalid one', document('/pushrules/global/{kind}/{ruleId}/enabled', put('example: { enabled: ▲1 }')), SCHEMA],
    ['JSON in a string', `a: |\n  {"rule_id": "a", "actions": [▲"ring"]}\n`, ['error unknown-action']],
  ]
  eachFindsMarked(t, rows, 'yaml')
})

t.test('references within the document are followed', async (t) => {
  const rest = (examples: string) => `components:\n  examples:\n${examples.replaceAll(/^/gm, '    ')}\n`
  const reference = 'examples:\n  one: { $ref: "#/components/examples/one" }'
  const rows: MarkedRow[] = [
    ['an example', document('/pushers', response(reference), rest('one:\n  value: { pushers: ▲{} }')), SCHEMA],
    [
      'one after the other',
      document(
        '/pushers',
        response(reference),
        rest('one: { $ref: "#/components/examples/a~1b" }\na/b:\n  value: { pushers: ▲{} }'),
      ),
      SCHEMA,
    ],
    ['in a circle', document('/pushers', response(reference), rest('one: { $ref: "#/components/examples/one" }')), []],
    ['to nothing', document('/pushers', response(reference)), []],
    ['to another file', document('/pushers', response('examples:\n  one: { $ref: "one.yaml" }')), []],
    [
      'a response',
      document(
        '/pushers',
        'get:\n  responses:\n    "200": { $ref: "#/components/responses/a" }',
        `components:
  responses:
    a:
      content:
        application/json: { example: { pushers: ▲{} } }
`,
      ),
      SCHEMA,
    ],
    [
      'a path',
      document(
        '/pushers',
        '$ref: "#/components/pathItems/a"',
        `components:
  pathItems:
    a:
${response('example: { pushers: ▲{} }').replaceAll(/^/gm, '      ')}
`,
      ),
      SCHEMA,
    ],
  ]
  eachFindsMarked(t, rows, 'yaml')
})

t.test('a value is reported once, by the most specific rule', async (t) => {
  const rules = '{ "global": { "override": [{ "rule_id": "a", "default": false, "enabled": ▲1, "actions": [▲5] }] } }'
  eachFindsMarked(
    t,
    [
      [
        'a list of rules',
        document('/pushrules/', response(`example: ${rules}`)),
        ['error rule-shape', 'error unknown-action'],
      ],
    ],
    'yaml',
  )
})
