import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { configKeysTable } from '../cli/options/config-keys-table.ts'
import * as reference from '../reference/index.ts'
import { FAULTS } from '../reference/index.ts'
import * as rules from '../reference/rules/index.ts'
import { FORMATS } from '../reports/formats.ts'
import * as spec from '../spec/index.ts'
import * as suites from '../suites/index.ts'
import { runProgram } from '../tools/interop/run-program.ts'

// The documents say what is true: what they name is there.

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8')

const files = [
  'README.md',
  'CONTRIBUTING.md',
  'tools/interop/README.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`),
].map((file) => ({ file, text: read(file) }))

interface Fence {
  language: string
  code: string
}

/** The fenced blocks of a document, with the indentation of the fence taken off. */
function fencesOf(text: string): Fence[] {
  return [...text.matchAll(/^( *)```(\w*)\n([\s\S]*?)^ *```$/gm)].map(([, indent = '', language = '', code = '']) => ({
    language,
    code: code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  }))
}

function proseOf(text: string): string {
  return text.replaceAll(/^ *```[\s\S]*?^ *```$/gm, '')
}

/** The names that a document puts into code spans. */
function spansOf(text: string): string[] {
  return [...proseOf(text).matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span)
}

/** The anchors of a document's headings, as GitHub makes them. */
function anchorsOf(text: string): string[] {
  return [...proseOf(text).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

t.test('every relative link leads to a file, and to a heading in it', async (t) => {
  for (const { file, text } of files) {
    for (const [, target = ''] of proseOf(text).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^https?:/.test(target)) continue
      const [path = '', anchor] = target.split('#')
      const linked = path === '' ? file : relative(ROOT, join(ROOT, dirname(file), path))
      t.ok(existsSync(join(ROOT, linked)), `${file}: ${target} exists`)
      if (anchor !== undefined) t.ok(anchorsOf(read(linked)).includes(anchor), `${file}: ${target} has that heading`)
    }
  }
})

t.test('every document is linked from the README', async (t) => {
  for (const { file } of files) if (file !== 'README.md') t.match(read('README.md'), `](${file})`)
})

/** The calls of `plexor` that a document shows: the command, and the options after it. */
function callsIn(text: string): { command: string; options: string[] }[] {
  const calls = text
    .replaceAll('\\\n', '')
    .matchAll(
      /(?:plexor -- |task plexor |--no plexor |cli\/main\.ts |`plexor )([a-z]+(?: (?:homeserver|gateway|provider)\b(?!:))?)([^`\n]*)/g,
    )
  return [...calls].map(([, command = '', rest = '']) => ({ command, options: optionsIn(rest) }))
}

function optionsIn(text: string): string[] {
  return [...text.matchAll(/(?<![\w-])--[a-z][a-z-]+/g)].map(([option]) => option)
}

/** Options of Deno, of npm, of curl, of the interop command and of the mutation tests, which the documents name too. */
const OTHER_OPTIONS = [
  ...['--allow-net', '--allow-read', '--allow-env', '--allow-write', '--allow-sys', '--allow-run', '--ignore-env'],
  ...['--data-urlencode', '--serve', '--tls', '--block-private-addresses', '--html', '--part', '--prefix'],
  ...['--spec', '--draft', '--record', '--locate'],
]

const SERVES = ['serve', 'serve homeserver', 'serve gateway', 'serve provider']

t.test('every sub-command and option exists', async (t) => {
  const commands = ['test', 'doctor', 'explore', 'list', 'explain', 'vectors', 'check', 'merge', 'diff', 'compare']
  commands.push('docs', 'completion', ...SERVES)
  const plexor = join(ROOT, 'cli/plexor.js')
  const helps = new Map(
    await Promise.all(
      commands.map(async (command) => {
        const { output } = await runProgram(process.execPath, [plexor, ...command.split(' '), '--help'])
        return [command, new Set([...optionsIn(output), '--help', '--version'])] as const
      }),
    ),
  )
  for (const { file, text } of files) {
    for (const { command, options } of callsIn(text)) {
      t.ok(helps.has(command), `${file}: plexor ${command} is a command`)
      for (const option of options) t.ok(helps.get(command)?.has(option), `${file}: plexor ${command} takes ${option}`)
    }
    for (const option of spansOf(text)
      .filter((span) => span.startsWith('--'))
      .flatMap(optionsIn)) {
      const known = [...helps.values()].some((options) => options.has(option)) || OTHER_OPTIONS.includes(option)
      t.ok(known, `${file}: there is the option ${option}`)
    }
  }
})

t.test('every key of the configuration file is described, and every report format', async (t) => {
  const config = read('docs/continuous-integration.md')
  t.ok(config.includes(configKeysTable()), `the table of keys is:\n${configKeysTable()}`)
  for (const format of FORMATS) t.match(config, `| \`${format}\` |`)
})

t.test('every case, requirement and fault that is named exists', async (t) => {
  const areas = new Set(suites.allCases.map(({ area }) => area))
  const caseIds = new Set(suites.allCases.map(({ id }) => id))
  const requirementIds = new Set(spec.requirements.map(({ id }) => id))
  const dotted = new Set([...requirementIds, ...FAULTS.map(({ name }) => name)])
  const heads = new Set([...dotted].map((name) => name.split('.', 1)[0]))

  for (const { file, text } of files) {
    const code = fencesOf(text).map(({ code }) => code)
    for (const [, fault = ''] of text.matchAll(/\bref:([a-z]+\.[a-z-]+)/g)) {
      t.ok(
        FAULTS.some(({ name }) => name === fault),
        `${file}: there is the fault ${fault}`,
      )
    }
    for (const piece of [...spansOf(text), ...code]) {
      for (const [id, area = ''] of piece.matchAll(/(?<![\w/.-])([a-z-]+)\/[a-z][a-z0-9-]+(?![\w/.*@-])/g)) {
        if (areas.has(area) && !MISTYPED.includes(id)) t.ok(caseIds.has(id), `${file}: there is the case ${id}`)
      }
    }
    for (const span of spansOf(text)) {
      if (!/^[a-z]+(\.[a-z0-9-]+)+$/.test(span) || !heads.has(span.split('.', 1)[0])) continue
      t.ok(dotted.has(span), `${file}: there is the requirement or fault ${span}`)
    }
  }
})

/** Mistyped ids, which the documents show with their error messages. */
const MISTYPED = ['rule-order/sender-befor-underride']

t.test('the README shows as many cases and areas as there are', async (t) => {
  const readme = read('README.md')
  t.match(readme, `${suites.cases.length} cases in `)
  for (const area of new Set(suites.cases.map((row) => row.area))) t.match(readme, `✓ ${area} `)
})

t.test('every level and verdict is explained in the README', async (t) => {
  const verdicts = ['passed', 'failed', 'warned', 'noted', 'n/a', 'inconclusive'] satisfies suites.Verdict[]
  for (const name of [...spec.LEVELS, ...verdicts]) t.match(read('README.md'), `| \`${name}\` |`)
})

t.test('the messages of the doctor that are explained are those that it has', async (t) => {
  const folder = join(ROOT, 'suites/harness')
  const harness = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => read(join('suites/harness', file)))
    .join('\n')
  const explained = [...read('docs/testing-a-homeserver.md').matchAll(/^\*\*(.+?)\*\* \(\d\)/gms)]
  t.ok(explained.length > 0)
  for (const [, message = ''] of explained) {
    for (const piece of message.replaceAll('\n', ' ').split('…')) t.ok(harness.includes(piece.trim()), message)
  }
})

t.test('cases and faults that are shown are in the sources, word for word', async (t) => {
  const squeeze = (code: string) => code.replaceAll(/\s+/g, '')
  const sources = ['suites', 'reference/faults']
    .flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
    )
    .filter((file) => file.endsWith('.ts'))
    .map((file) => squeeze(read(file)))
  for (const { file, text } of files) {
    for (const { language, code } of fencesOf(text)) {
      if (language !== 'ts' || !/^(?:defineCase|fault)\(/.test(code)) continue
      t.ok(
        sources.some((source) => source.includes(squeeze(code))),
        `${file}: "${code.split('\n', 2).join(' ')}" is in the sources`,
      )
    }
  }
})

t.test('what the examples import is exported', async (t) => {
  const modules: Record<string, object> = {
    plexor: suites,
    'plexor/rules': rules,
    'plexor/reference': reference,
    'plexor/spec': spec,
  }
  const shown = new Set<string>()
  for (const { file, text } of files) {
    for (const [, names = '', from = ''] of text.matchAll(/^import \{ (.+) \} from '(.+)'$/gm)) {
      shown.add(from)
      for (const name of names.split(', ')) t.ok(name in (modules[from] ?? {}), `${file}: ${from} exports ${name}`)
    }
  }
  const manifest = JSON.parse(read('package.json')) as { exports: Record<string, unknown> }
  const entries = Object.keys(manifest.exports).filter((entry) => !entry.endsWith('.json'))
  t.same([...shown].sort(), entries.map((entry) => entry.replace('.', 'plexor')).sort(), 'each entry has an example')
})
