import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { FileReport } from '../../check/index.ts'
import { runPlexor } from '../cli/run-plexor.ts'
import { temporaryFolder } from '../temporary-folder.ts'

// For any file, the command ends with a clear message, and needs no more memory than this.
const ENVIRONMENT = { NODE_OPTIONS: '--max-old-space-size=384' }

const folder = temporaryFolder(t)

const fenced = (text: string, language = 'json') => `\`\`\`${language}\n${text}\n\`\`\`\n`
const KIB = 1024
const MIB = 1024 * KIB

interface Hostile {
  what: string
  file: string
  content: string | Uint8Array
  /** Expected finding, or message on standard error if the file cannot be checked; absent if nothing is wrong */
  says?: RegExp
}

const HOSTILE: Hostile[] = [
  {
    what: '10,000 broken blocks',
    file: 'blocks.md',
    content: `${fenced('[1,]')}\n`.repeat(10_000),
    says: /9800 more findings in this file/,
  },
  {
    what: 'a line of 50 MB',
    file: 'line.md',
    content: 'x'.repeat(50 * MIB),
    says: /^plexor: Cannot check "line\.md": it is larger than 2 MiB$/,
  },
  {
    what: 'a line of 2 MB',
    file: 'shorter.md',
    content: 'word `{"a":1,}` '.repeat(128 * KIB),
    says: /too-long: Expected the end of the block within 256 KiB/,
  },
  {
    what: 'bytes that are not text',
    file: 'bytes.md',
    content: Uint8Array.from({ length: 4096 }, (_, index) => index),
    says: /^plexor: Cannot check "bytes\.md": expected text in UTF-8, found other bytes$/,
  },
  {
    what: 'a zero byte',
    file: 'zero.json',
    content: '{"a": "\0"}',
    says: /expected text, found a binary file$/,
  },
  {
    what: '10,000 brackets in a file',
    file: 'brackets.json',
    content: '['.repeat(10_000),
    says: /nested-too-deep: Expected at most 100 levels of nesting, found more: the JSON/,
  },
  {
    what: '10,000 brackets in Markdown',
    file: 'brackets.md',
    content: `${fenced('['.repeat(10_000))}\n${'['.repeat(10_000)}\n`,
    says: /nested-too-deep/,
  },
  {
    what: '10,000 objects in each other',
    file: 'objects.json',
    content: `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`,
    says: /nested-too-deep/,
  },
  {
    what: '10,000 quotations',
    file: 'quotations.md',
    content: `${'>'.repeat(10_000)} a\n`,
    says: /nested-too-deep: Expected at most 100 levels of nesting, found more: the Markdown/,
  },
  {
    what: '10,000 bullets',
    file: 'bullets.md',
    content: `${'- '.repeat(10_000)}a\n`,
    says: /nested-too-deep/,
  },
  {
    what: '1,000 lists in each other',
    file: 'lists.md',
    content: Array.from({ length: 1000 }, (_, depth) => `${'  '.repeat(depth)}- a\n`).join(''),
    says: /nested-too-deep/,
  },
  {
    what: '10,000 elements of HTML in each other',
    file: 'elements.html',
    content: '<b>'.repeat(10_000),
    says: /nested-too-deep: Expected at most 512 levels of nesting, found more: the rest of the HTML/,
  },
  {
    what: '2 MB of text without a tag',
    file: 'text.html',
    content: 'a b '.repeat(MIB / 2),
    says: /too-long: Expected the end of the block within 256 KiB/,
  },
  {
    what: '100,000 spans of code in HTML',
    file: 'spans.html',
    content: '<code>{"a":1}</code>'.repeat(MIB / 10),
    says: /too-long/,
  },
  {
    what: '10,000 bullets in reStructuredText',
    file: 'bullets.rst',
    content: `${'- '.repeat(10_000)}a\n`,
    says: /nested-too-deep: Expected at most 100 levels of nesting, found more: the rest of the reStructuredText/,
  },
  {
    what: 'a paragraph of 2 MB in reStructuredText',
    file: 'paragraph.rst',
    content: '``a`` b\n'.repeat(MIB / 4),
    says: /too-long/,
  },
  {
    what: 'reStructuredText that ends in every line',
    file: 'titles.rst',
    content: 'a::\n\n  b\n\n====\n\n.. a\n\n'.repeat(MIB / 16),
  },
  {
    what: '10,000 brackets in YAML',
    file: 'flow.yaml',
    content: '['.repeat(10_000),
    says: /nested-too-deep: Expected at most 100 levels of nesting, found more: the YAML/,
  },
  {
    what: '1,000 maps in each other',
    file: 'maps.yaml',
    content: Array.from({ length: 1000 }, (_, depth) => `${' '.repeat(depth)}a:\n`).join(''),
    says: /nested-too-deep/,
  },
  {
    what: 'aliases that unfold without end',
    file: 'aliases.yaml',
    content: `a0: &a0 [x, x]\n${Array.from({ length: 40 }, (_, index) => `a${index + 1}: &a${index + 1} [*a${index}, *a${index}]\n`).join('')}`,
  },
  {
    what: 'an alias of itself',
    file: 'self.yaml',
    content: 'a: &a\n  rule_id: x\n  actions: *a\n  conditions: [*a]\n',
  },
  {
    what: '2 MB of YAML',
    file: 'long.yaml',
    content: '- a\n'.repeat(MIB / 4 + 1),
    says: /too-long: Expected at most 1 MiB of YAML/,
  },
  {
    what: 'a million commas',
    file: 'commas.json',
    content: `[${','.repeat(MIB)}]`,
    says: /json-syntax: Expected one comma, found two/,
  },
  {
    what: 'a block that is never closed',
    file: 'open.md',
    content: `\`\`\`json\n${'{"a":1}\n\nabc\n'.repeat(100_000)}`,
    says: /too-long/,
  },
  {
    what: 'a command that never ends',
    file: 'command.md',
    content: fenced(`curl "${'"$A'.repeat(50_000)}`, 'sh'),
    says: /too-long: The command or its URL is too long/,
  },
  {
    what: 'a URL of placeholders',
    file: 'url.md',
    content: fenced(`curl 'https://h/_matrix/client/v3/${'{a}'.repeat(5000)}'`, 'sh'),
    says: /too-long/,
  },
  {
    what: 'substitutions in each other',
    file: 'substitutions.md',
    content: `${fenced(`curl ${'$('.repeat(40_000)}`, 'sh')}\n`.repeat(20),
    says: /too-long: The command or its URL is too long/,
  },
  {
    what: 'a text for standard input that never ends',
    file: 'document.md',
    content: fenced(`curl -d @- 'https://h/_matrix/client/v3/pushers' <<EOF\n${'$(`${\n'.repeat(25_000)}`, 'sh'),
    says: /too-long: The command or its URL is too long/,
  },
  {
    what: 'one command after the other on a line',
    file: 'commands.md',
    content: fenced('a=b;(curl '.repeat(25_000), 'sh'),
  },
  {
    what: 'references to one example without end',
    file: 'references.yaml',
    content: references(),
    says: /too-long: From here on examples are not held against schemas|schema/,
  },
  {
    what: 'examples that refer to each other again and again',
    file: 'laughs.json',
    content: JSON.stringify(laughs()),
    says: /too-long: The examples are too long, or referenced too often: the rest is not checked/,
  },
  {
    what: 'a schema with a pattern that takes very long',
    file: 'pattern.json',
    content: JSON.stringify({ type: 'string', pattern: '^(a|a)*$', examples: [`${'a'.repeat(40)}!`] }),
  },
  {
    what: 'a schema that refers to itself, with thousands of wrong values',
    file: 'recursive.json',
    content: JSON.stringify(recursive()),
    says: /own-schema: Expected a string, found 1/,
  },
  {
    what: 'comments that ignore, without end',
    file: 'ignores.yaml',
    content: '# plexor-ignore schema: a\n'.repeat(10_000),
    says: /\d+ more findings in this file/,
  },
  {
    what: 'a pattern of stars',
    file: 'stars.md',
    content: `The pattern \`${'a*'.repeat(2000)}b\` matches \`${'a'.repeat(5000)}\`.\n`,
    says: /value-match/,
  },
  {
    what: 'backticks of every length',
    file: 'backticks.md',
    content: Array.from({ length: 600 }, (_, index) => '`'.repeat(index + 1)).join(' a '),
  },
  {
    what: 'keys that objects are born with',
    file: 'keys.json',
    content:
      '{"__proto__": {"actions": ["notify"]}, "constructor": {"type": "a.b", "content": {}}, "rule_id": "toString", "actions": ["constructor"], "conditions": [{"kind": "__proto__"}]}',
    says: /unknown-action: Unknown action "constructor"/,
  },
]

/** Creates an OpenAPI document in which each status of each method has the same long example. */
function references(): string {
  const response = 'content: { application/json: { example: { $ref: "#/components/examples/a" } } }'
  const statuses = Array.from({ length: 300 }, (_, index) => `        "${200 + index}": { ${response} }\n`).join('')
  const paths = ['/pushers', '/pushrules/', '/notifications', '/pushrules/global/{kind}/{ruleId}']
  const items = paths.map((path) => `  ${path}:\n    get:\n      responses:\n${statuses}`).join('')
  const example = `{ pushers: [${'{ app_id: 1 }, '.repeat(5000)}] }`
  const servers = 'servers: [{ variables: { basePath: { default: /_matrix/client/v3 } } }]'
  return `openapi: 3.1.0\n${servers}\npaths:\n${items}components:\n  examples:\n    a: ${example}\n`
}

/** Creates an OpenAPI document with examples each of which refers to the next one six times. */
function laughs(): object {
  const referring = Array.from({ length: 19 }, (_, index) => [
    `e${index}`,
    { value: Array.from({ length: 6 }, () => ({ $ref: `#/components/examples/e${index + 1}/value` })) },
  ])
  const examples = Object.fromEntries([...referring, ['e19', { value: [1] }]])
  const media = { schema: { type: 'array' }, example: { $ref: '#/components/examples/e0/value' } }
  const paths = { '/a': { post: { requestBody: { content: { 'application/json': media } } } } }
  return { openapi: '3.1.0', paths, components: { examples } }
}

/** Creates a schema that refers to itself, with a long list of wrong values as its example. */
function recursive(): object {
  const item = { type: 'object', properties: { a: { type: 'string' }, child: { $ref: '#/$defs/item' } } }
  const example = Array.from({ length: 60_000 }, () => ({ a: 1 }))
  return { type: 'array', items: { $ref: '#/$defs/item' }, examples: [example], $defs: { item } }
}

t.test('for any file, the command ends with a clear message', async (t) => {
  for (const { file, content } of HOSTILE) writeFileSync(join(folder, file), content)
  const { exitCode, stdout, stderr } = await runPlexor(folder, ['check', '--report', 'json', '.'], ENVIRONMENT)
  t.equal(exitCode, 2, 'some files could not be checked')
  t.notMatch(stderr, /^ {4}at |Error:|defect/m, 'no stack')
  const { files }: { files: FileReport[] } = JSON.parse(stdout)
  for (const { what, file, says } of HOSTILE) {
    const report = files.find((one) => one.file === file)
    const refused = stderr.split('\n').filter((line) => line.includes(`"${file}"`))
    const reported = report?.findings.map(({ rule, message }) => `${rule}: ${message}`) ?? refused
    t.ok(reported.length <= 201, `${what}: the report is short`)
    if (says === undefined) t.strictSame(reported, [], `${what}: nothing is wrong`)
    else t.match(reported.join('\n'), says, what)
  }
})

t.test('a file of a megabyte is checked completely', async (t) => {
  const section = readFileSync(new URL('fixtures/section.md', import.meta.url), 'utf8')
  writeFileSync(
    join(folder, 'mega.md'),
    `${section.repeat(Math.ceil(MIB / section.length))}\n${fenced('{"last": 1,}')}`,
  )
  const { exitCode, stdout } = await runPlexor(folder, ['check', 'mega.md'], ENVIRONMENT)
  t.equal(exitCode, 1)
  t.match(stdout, /Expected no comma before "}"/)
  t.match(stdout, /^1 error, 0 warnings, 0 notes in 1 file/m)
})
