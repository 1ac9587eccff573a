import t from 'tap'
import { createAnchors, markdownStatements, toAnchor } from '../../../tools/register/markdown.ts'
import { schemaStatements } from '../../../tools/register/schemas.ts'
import { fingerprint, isNormative, liesIn, sentencesOf } from '../../../tools/register/statement.ts'

t.test('a paragraph is split into sentences, without shortcodes and line breaks', async (t) => {
  const table: [paragraph: string, sentences: string[]][] = [
    ['One is here. Two is\nthere! Is it?', ['One is here.', 'Two is there!', 'Is it?']],
    ['Keys, e.g. `a.b`, are fine. So is 1.5.', ['Keys, e.g. `a.b`, are fine.', 'So is 1.5.']],
    ['{{% added-in v="1.4" %}} It is new.', ['It is new.']],
    ['It says (so.) Really', ['It says (so.)', 'Really']],
    ['— 1.', []],
  ]
  for (const [paragraph, sentences] of table) t.strictSame(sentencesOf(paragraph), sentences, paragraph)
})

t.test('a sentence is normative by its words', async (t) => {
  const sentence = (text: string) => ({ kind: 'sentence' as const, file: 'a.md', place: '', text })
  for (const text of [
    'It MUST be so.',
    'Servers should agree.',
    'It MAY be.',
    'Required if it is http.',
    'It never does.',
  ]) {
    t.ok(isNormative(sentence(text)), text)
  }
  for (const text of ['It may rain.', 'Mustard is yellow.', 'It is so.']) t.notOk(isNormative(sentence(text)), text)
  t.ok(isNormative({ ...sentence('url is required'), kind: 'fact' }))
  t.notOk(isNormative({ ...sentence('type "string"'), kind: 'fact' }))
})

t.test('fingerprints are short, differ with the letter case, and do not depend on the place', async (t) => {
  t.match(fingerprint('It must be so.'), /^[0-9a-f]{12}$/)
  t.not(fingerprint('It must be so.'), fingerprint('It MUST be so.'))
})

t.test('a place lies in a part of a file', async (t) => {
  t.ok(liesIn('GET /pushers 200 pushers[]', 'GET /pushers'))
  t.ok(liesIn('actions', 'actions'))
  t.ok(liesIn('content.event_id', ''))
  t.notOk(liesIn('GET /pushers/more', 'GET /pushers'))
})

t.test('sentences stand under their heading, also those of definitions; code is left out', async (t) => {
  const source = `---
title: Tea
---

### Tea

Tea is *hot*.

\`\`\`json
{ "tea": "It must be hot." }
\`\`\`

#### Ways

\`cup\`

:   A cup is [small](#small).

    It has an ear.

\`pot\`
: A pot
is large.

#### Ways
`
  t.strictSame(
    markdownStatements('tea.md', source).map(({ place, text }) => `${place}: ${text}`),
    [
      'tea: Tea is hot.',
      'ways: cup',
      'ways: A cup is small.',
      'ways: It has an ear.',
      'ways: pot',
      'ways: A pot is large.',
    ],
  )
})

t.test('the definition of a push rule is one fact, whatever its layout', async (t) => {
  const facts = ['{"rule_id": ".tea",\n "actions": ["notify",]}', '{ "rule_id": ".tea", "actions": ["notify"] }'].map(
    (json) => markdownStatements('tea.md', `\`\`\`json\n${json}\n\`\`\``),
  )
  t.strictSame(facts[0], facts[1])
  t.match(facts[0], [{ kind: 'fact', text: '{"rule_id":".tea","actions":["notify"]}' }])
})

t.test('anchors are those of Hugo', async (t) => {
  t.equal(toAnchor('Push Rules: API'), 'push-rules-api')
  t.equal(toAnchor('m.fully_read'), 'mfully_read')
  const anchors = createAnchors()
  t.strictSame([{ text: 'Events' }, { text: 'Events' }, { text: 'Log in', id: 'login' }].map(anchors), [
    'events',
    'events-1',
    'login',
  ])
})

const SWAGGER = `
basePath: /_matrix/client/v3
paths:
  /tea/{scope}:
    put:
      description: Makes tea. It must be hot.
      security: [accessToken: []]
      parameters:
        - { in: query, name: sort, type: string, description: The sort of tea. }
        - in: body
          name: body
          schema: &body
            type: object
            required: [cups]
            properties:
              cups: { type: array, items: { type: object, required: [size], properties: { size: { type: integer } } } }
      responses:
        200: { description: The tea was made., schema: { type: object } }
`

const OPENAPI = `
servers: [{ variables: { basePath: { default: /_matrix/client/v3 } } }]
paths:
  /tea/global:
    put:
      description: Makes tea. It must be hot.
      security: [accessToken: []]
      parameters:
        - { in: query, name: sort, description: The sort of tea., schema: { type: string } }
      requestBody:
        content:
          application/json:
            schema:
              type: object
              required: [cups]
              properties:
                cups: { type: array, items: { type: object, required: [size], properties: { size: { type: integer } } } }
      responses:
        "200": { description: The tea was made., content: { application/json: { schema: { type: object } } } }
`

t.test('operations state the same in both formats', async (t) => {
  const statements = schemaStatements('tea.yaml', OPENAPI)
  t.strictSame(schemaStatements('tea.yaml', SWAGGER), statements)
  t.strictSame(
    statements.map(({ kind, place, text }) => `${kind} ${place}: ${text}`),
    [
      'sentence PUT /tea/global: Makes tea.',
      'sentence PUT /tea/global: It must be hot.',
      'fact PUT /tea/global: is secured by accessToken',
      'sentence PUT /tea/global sort: The sort of tea.',
      'fact PUT /tea/global sort: type "string"',
      'fact PUT /tea/global body: cups is required',
      'fact PUT /tea/global body: type "object"',
      'fact PUT /tea/global body cups: type "array"',
      'fact PUT /tea/global body cups[]: size is required',
      'fact PUT /tea/global body cups[]: type "object"',
      'fact PUT /tea/global body cups[] size: type "integer"',
      'sentence PUT /tea/global 200: The tea was made.',
      'fact PUT /tea/global 200: type "object"',
    ],
  )
})

t.test('maps state the same in both ways of writing them', async (t) => {
  const [one, other] = [
    'additionalProperties: { type: integer }',
    'patternProperties: { "^@": { type: integer } }',
  ].map((map) => schemaStatements('tea.yaml', `type: object\n${map}`))
  t.strictSame(one, other)
  t.match(one, [{ place: '' }, { place: '*', text: 'type "integer"' }])
})
