import { Ajv } from 'ajv'
import t from 'tap'
import { type CheckReport, checkText, locate, RULES, writeReport } from '../../check/index.ts'

const TEXT = `Text\n\n\`\`\`json\n{"a": 1,}\n\`\`\`\n\nTo play a sound, 100%:\n\n    {"rule_id": "a", "actions": ["notify"]}\n`

function reportOf(name: string, text: string): CheckReport {
  return {
    plexor: '1.2.3',
    specVersion: 'v1.19',
    files: [locate(checkText(name, text, 'markdown', { specVersion: 'v1.19' }))],
  }
}

const REPORT = reportOf('docs/a, b.md', TEXT)

t.test('text shows the line, with a mark under the range', async (t) => {
  t.equal(
    writeReport('text', REPORT),
    `docs/a, b.md:4:8: error json-trailing-comma: Expected no comma before "}"
  4 | {"a": 1,}
             ^
  Remove the comma

docs/a, b.md:9:33: warning prose-sound: The text above says "play a sound", but no action sets the tweak "sound"
  9 |     {"rule_id": "a", "actions": ["notify"]}
                                      ^^^^^^^^^^

1 error, 1 warning, 0 notes in 1 file, checked against v1.19
`,
  )
})

t.test('text shows a part of a long line, without control characters', async (t) => {
  const long = reportOf('a.md', `\`\`\`json\n["${'x'.repeat(5000)}", "\u001b[31m", 1,]\n\`\`\`\n`)
  const lines = writeReport('text', long).split('\n')
  t.ok(lines.every((line) => line.length < 150))
  t.notMatch(lines.join(''), '\u001b')
  const [, excerpt = '', marks = ''] = lines.slice(lines.findIndex((line) => line.includes('trailing')))
  t.equal(excerpt[marks.indexOf('^')], ',')
})

t.test('JSON contains everything except the lines', async (t) => {
  const [file] = JSON.parse(writeReport('json', REPORT)).files
  t.strictSame(file.findings[0], {
    rule: 'json-trailing-comma',
    severity: 'error',
    line: 4,
    column: 8,
    endLine: 4,
    endColumn: 9,
    message: 'Expected no comma before "}"',
    hint: 'Remove the comma',
    fix: { line: 4, column: 8, endLine: 4, endColumn: 9, text: '', done: 'removed the comma' },
  })
  t.strictSame(file.counts, { error: 1, warning: 1, note: 0 })
})

t.test('GitHub gets workflow commands, with their own escapes', async (t) => {
  t.equal(
    writeReport('github', REPORT),
    `::error file=docs/a%2C b.md,line=4,col=8,endLine=4,endColumn=9,title=json-trailing-comma::Expected no comma before "}". Remove the comma
::warning file=docs/a%2C b.md,line=9,col=33,endLine=9,endColumn=43,title=prose-sound::The text above says "play a sound", but no action sets the tweak "sound"
`,
  )
  const odd = reportOf('c:%.md', fenced('{"a%\\n": 1, "a%\\n": 2}'))
  t.match(writeReport('github', odd), /^::warning file=c%3A%25\.md,line=2,col=13,.*The key "a%25·" occurs twice/)
})

function fenced(code: string): string {
  return `\`\`\`json\n${code}\n\`\`\`\n`
}

/** Part of the schema of SARIF 2.1.0 that applies to the report. */
const SARIF = {
  type: 'object',
  required: ['version', 'runs'],
  properties: {
    version: { const: '2.1.0' },
    runs: {
      type: 'array',
      items: {
        type: 'object',
        required: ['tool', 'results'],
        properties: {
          columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
          results: {
            type: 'array',
            items: {
              type: 'object',
              required: ['message', 'ruleId', 'ruleIndex'],
              properties: {
                level: { enum: ['none', 'note', 'warning', 'error'] },
                message: { type: 'object', required: ['text'] },
                locations: { type: 'array', minItems: 1 },
                fixes: { type: 'array', items: { type: 'object', required: ['artifactChanges'] } },
              },
            },
          },
        },
      },
    },
  },
}

t.test('SARIF is valid and names every rule', async (t) => {
  const sarif = JSON.parse(writeReport('sarif', REPORT))
  const ajv = new Ajv()
  t.ok(ajv.validate(SARIF, sarif), ajv.errorsText())
  const [run] = sarif.runs
  t.strictSame(
    run.tool.driver.rules.map(({ id }: { id: string }) => id),
    Object.keys(RULES),
  )
  const [first] = run.results
  t.equal(run.tool.driver.rules[first.ruleIndex].id, first.ruleId)
  t.strictSame(first.locations[0].physicalLocation, {
    artifactLocation: { uri: 'docs/a%2C%20b.md' },
    region: { startLine: 4, startColumn: 8, endLine: 4, endColumn: 9 },
  })
  t.strictSame(first.fixes[0].artifactChanges[0].replacements, [
    { deletedRegion: { startLine: 4, startColumn: 8, endLine: 4, endColumn: 9 }, insertedContent: { text: '' } },
  ])
})

t.test('the last finding of a long list gives the number of the rest', async (t) => {
  const many = reportOf('a.md', fenced('[1,]').repeat(10_000))
  const [file] = many.files
  t.equal(file?.findings.length, 201)
  t.match(file?.findings.at(-1), {
    rule: 'too-many-findings',
    severity: 'error',
    message: '9800 more findings in this file are not listed',
  })
  t.strictSame(file?.counts, { error: 10_000, warning: 0, note: 0 })
})
