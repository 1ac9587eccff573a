import t from 'tap'
import { checkText, SchemaLibrary } from '../../check/index.ts'
import { eachFindsMarked, type MarkedRow } from './found.ts'

// Every example of OpenAPI is checked against the schema beside it, whatever it is about.

const OWN = ['error own-schema']
const document = (operation: string, head = 'openapi: 3.1.0') =>
  `${head}\npaths:\n  /cakes/{cakeId}:\n    get:\n${operation.replaceAll(/^/gm, '      ')}\n`
const ID = '- { name: cakeId, in: path, schema: { type: string } }'
const parameter = (text: string) => document(`parameters:\n  ${ID}\n  - ${text}`)
const media = (text: string) => `content: { application/json: { ${text} } }`
const SCHEMA = 'schema: { type: object, required: [size], properties: { size: { type: integer, maximum: 9 } } }'
const body = (text: string) => document(`parameters: [${ID.slice(2)}]\nrequestBody: { ${media(text)} }`)

t.test('every notation of OpenAPI 3', async (t) => {
  const rows: MarkedRow[] = [
    ['a valid body', body(`${SCHEMA}, example: { size: 3 }`), []],
    ['a body', body(`${SCHEMA}, example: { size: ▲"3" }`), OWN],
    ['a missing property', body(`${SCHEMA}, example: ▲{}`), OWN],
    ['several bodies', body(`${SCHEMA}, examples: { a: { value: { size: 1 } }, b: { value: { size: ▲10 } } }`), OWN],
    ['an array', body('schema: { type: array, items: { type: integer } }, example: [1, ▲"2"]'), OWN],
    ['an example of the schema', body('schema: { type: integer, example: ▲"7" }'), OWN],
    ['an example of a property', body('schema: { properties: { a: { type: integer, example: ▲x } } }'), OWN],
    ['examples of the schema', body('schema: { type: integer, examples: [1, ▲x] }'), OWN],
    ['a parameter', parameter('{ name: limit, in: query, example: ▲"20", schema: { type: integer } }'), OWN],
    ['a word that is not in the list', parameter('{ name: a, in: query, schema: { enum: [b, c], example: ▲d } }'), OWN],
    ['another notation', parameter('{ name: a, in: query, x-example: ▲1, schema: { type: string } }'), OWN],
    [
      'a header',
      document(
        `parameters: [${ID.slice(2)}]\nresponses: { "200": { headers: { A: { example: ▲a, schema: { type: integer } } } } }`,
      ),
      OWN,
    ],
    ['a placeholder', parameter('{ name: a, in: query, example: "<a>", schema: { type: integer } }'), []],
    [
      'none of several alternatives',
      body('schema: { oneOf: [{ type: integer }, { type: boolean }] }, example: ▲a'),
      OWN,
    ],
    ['null, in the notation of 3.0', body('schema: { type: integer, nullable: true }, example: null'), []],
    [
      'a limit, in the notation of 3.0',
      body('schema: { type: integer, minimum: 3, exclusiveMinimum: true }, example: ▲3'),
      OWN,
    ],
    ['a schema that is wrong itself', body('schema: { type: cake }, example: 3'), []],
    [
      'a property that has the name of a keyword',
      body('schema: { properties: { nullable: { type: boolean } } }, example: { nullable: ▲1 }'),
      OWN,
    ],
  ]
  eachFindsMarked(t, rows, 'yaml')
})

t.test('OpenAPI 2.0', async (t) => {
  const swagger = (text: string) => document(text, 'swagger: "2.0"')
  const rows: MarkedRow[] = [
    ['a parameter', swagger('parameters: [{ name: cakeId, in: path, type: integer, x-example: ▲a }]'), OWN],
    [
      'a body',
      swagger(
        `parameters: [{ name: cakeId, in: path, type: string }, { name: a, in: body, ${SCHEMA.replace(/ \}$/, ', example: { size: ▲a } }')} }]`,
      ),
      OWN,
    ],
    [
      'a response',
      swagger(
        `parameters: [{ name: cakeId, in: path, type: string }]\nresponses: { 200: { ${SCHEMA}, examples: { application/json: { size: ▲a } } } }`,
      ),
      OWN,
    ],
  ]
  eachFindsMarked(t, rows, 'yaml')
})

t.test('path parameters', async (t) => {
  const rows: MarkedRow[] = [
    ['one without a variable', parameter('{ name: ▲size, in: path, schema: {} }'), ['error path-parameter']],
    [
      'a variable without a parameter',
      document('parameters: []').replace('/cakes', '▲/cakes'),
      ['error path-parameter'],
    ],
    ['a parameter that is elsewhere', document('parameters: [{ $ref: "a.yaml" }]'), []],
  ]
  eachFindsMarked(t, rows, 'yaml')
})

t.test('a file with one schema', async (t) => {
  const rows: MarkedRow[] = [
    ['a valid example', 'type: object\nproperties: { a: { type: string } }\nexample: { a: b }\n', []],
    ['an invalid example', 'type: object\nproperties: { a: { type: string } }\nexample: { a: ▲1 }\n', OWN],
    ['data that looks like one', 'type: cake\nexample: 1\n', []],
  ]
  eachFindsMarked(t, rows, 'yaml')
})

t.test('references lead into other files', async (t) => {
  const files: Record<string, string> = {
    '/a/schemas/cake.yaml': 'type: object\nproperties: { layer: { $ref: "layer.yaml#/parts/size" } }\n',
    '/a/schemas/layer.yaml': 'parts: { size: { type: integer } }\n',
    '/a/examples/cake.json': '{ "layer": 1 }',
    '/a/examples/wrong.json': '{ "layer": "one" }',
    '/a/examples/circle.json': '{ "$ref": "circle.json" }',
  }
  const findings = (example: string, schema = '../schemas/cake.yaml') => {
    const text = body(`schema: { $ref: "${schema}" }, example: ${example}`)
    const library = new SchemaLibrary(
      (path) => files[path],
      (name) => `/a/api/${name}`,
    )
    return checkText('b.yaml', text, 'yaml', { specVersion: 'v1.19', library }).findings.map(({ message }) => message)
  }
  const wrong = ['Expected an integer, found "one" (schema of the document)']
  t.strictSame(findings('{ layer: 1 }'), [])
  t.strictSame(findings('{ layer: one }'), wrong, 'a schema')
  t.strictSame(findings('{ $ref: "../examples/cake.json" }'), [], 'an example that is valid')
  t.strictSame(findings('{ $ref: "../examples/wrong.json" }'), wrong, 'an example')
  t.strictSame(findings('{ allOf: [{ $ref: "../examples/cake.json" }, { layer: one }] }'), wrong, 'a merged example')
  t.strictSame(findings('{ $ref: "../examples/none.json" }'), [], 'a file that is not there')
  t.strictSame(findings('{ $ref: "../examples/circle.json" }'), [], 'a circle')
  t.strictSame(findings('{ layer: one }', '../schemas/none.yaml'), [], 'a schema that is not there')
})
