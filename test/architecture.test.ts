import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { temporaryFolder } from './temporary-folder.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const BIOME = join(ROOT, 'node_modules/.bin/biome')

const ROOMS = ['spec', 'reference', 'suites', 'reports', 'check', 'cli']

const IMPORTS = 'lint/style/noRestrictedImports'
const GLOBALS = 'lint/style/noRestrictedGlobals'

/** What each room must not do. */
const BREACHES: { file: string; text: string; rule: string }[] = [
  ...['reference', 'suites', 'reports', 'check', 'cli', 'test', 'bench'].map((room) => importing('spec', room)),
  ...['suites', 'reports', 'check', 'cli', 'test', 'bench'].map((room) => importing('reference', room)),
  ...['reference', 'reports', 'check', 'cli', 'test', 'bench'].map((room) => importing('suites', room)),
  ...['reference', 'reports', 'cli', 'test', 'bench'].map((room) => importing('suites/harness', room)),
  ...['reference', 'suites', 'check', 'cli', 'test', 'bench'].map((room) => importing('reports', room)),
  ...['reference', 'reference/homeserver', 'suites', 'reports', 'cli', 'test', 'bench'].map((room) =>
    importing('check', room),
  ),
  ...[
    'suites',
    'reports',
    'cli',
    'test',
    'bench',
    'reference/homeserver',
    'reference/delivery',
    'reference/faults',
  ].map((room) => importing('reference/rules', room)),
  ...["import '../reference/index.ts'", "export const a = () => import('../reference/index.ts')"].map(
    (text, index) => ({
      file: `suites/other-ways-${index}.ts`,
      text: `${text}\n`,
      rule: IMPORTS,
    }),
  ),
  {
    file: 'suites/types.ts',
    text: "import type { A } from '../reference/index.ts'\n\nexport type B = A\n",
    rule: IMPORTS,
  },
  { file: 'reference/rules/io.ts', text: "export { readFileSync } from 'node:fs'\n", rule: IMPORTS },
  { file: 'reference/rules/now.ts', text: 'export const now = () => Date.now()\n', rule: GLOBALS },
  { file: 'reference/rules/ask.ts', text: "export const ask = () => fetch('https://hs.example')\n", rule: GLOBALS },
  { file: 'suites/pushers/ask.ts', text: "export const ask = () => fetch('https://hs.example')\n", rule: GLOBALS },
  {
    file: 'suites/pushers/sleep.ts',
    text: 'export const sleep = () => new Promise((resolve) => setTimeout(resolve, 1))\n',
    rule: GLOBALS,
  },
  { file: 'reference/delivery/says.ts', text: "console.log('hello')\n", rule: 'lint/suspicious/noConsole' },
]

/** What looks like it and is allowed. */
const ALLOWED: { file: string; text: string }[] = [
  { file: 'spec/own.ts', text: "export { PROFILES } from './versions.ts'\nexport { request } from 'undici'\n" },
  { file: 'reference/own.ts', text: "export { a } from '../spec/index.ts'\nexport { b } from './rules/index.ts'\n" },
  { file: 'reference/rules/own.ts', text: "export { a } from '../../spec/index.ts'\nexport { b } from './b.ts'\n" },
  { file: 'suites/own.ts', text: "export { a } from '../spec/index.ts'\nexport { b } from './harness/case.ts'\n" },
  { file: 'suites/harness/own.ts', text: 'export const sleep = () => setTimeout(() => {}, 1)\n' },
  {
    file: 'reports/own.ts',
    text: "export { a } from '../run/events.ts'\nexport { b } from '../spec/index.ts'\n",
  },
  {
    file: 'check/own.ts',
    text: "export { a } from '../reference/rules/index.ts'\nexport { b } from '../spec/index.ts'\n",
  },
  {
    file: 'cli/own.ts',
    text: ROOMS.slice(0, -1)
      .map((room) => `export * as ${room} from '../${room}/index.ts'\n`)
      .join(''),
  },
]

function importing(room: string, other: string): { file: string; text: string; rule: string } {
  const up = '../'.repeat(room.split('/').length)
  const file = `${room}/imports-${other.replaceAll('/', '-')}.ts`
  return { file, text: `export * from '${up}${other}/index.ts'\n`, rule: IMPORTS }
}

interface Report {
  diagnostics: { category: string; location?: { path?: string | { file: string } } }[]
}

/** The findings of Biome in a folder, as `rule path`. */
async function lint(folder: string): Promise<string[]> {
  const { promise, resolve } = Promise.withResolvers<string>()
  const args = ['lint', '--reporter=json', '--max-diagnostics=none', '.']
  execFile(BIOME, args, { cwd: folder, maxBuffer: 2 ** 24 }, (_error, stdout) => resolve(stdout))
  const { diagnostics }: Report = JSON.parse(await promise)
  return diagnostics.map(({ category, location }) => {
    const path = typeof location?.path === 'object' ? location.path.file : location?.path
    return `${category} ${path?.replace(/^\.\//, '')}`
  })
}

t.test('the lint keeps the rooms apart', async (t) => {
  const { vcs: _, $schema: __, ...config } = JSON.parse(readFileSync(join(ROOT, 'biome.json'), 'utf8'))
  const files = [...BREACHES, ...ALLOWED].map(({ file, text }) => [file, text])
  const folder = temporaryFolder(t, { 'biome.json': JSON.stringify(config), ...Object.fromEntries(files) })
  const found = await lint(folder)
  for (const { file, rule } of BREACHES) t.ok(found.includes(`${rule} ${file}`), `${file} breaks ${rule}`)
  t.strictSame(
    found.filter((finding) => !BREACHES.some(({ file, rule }) => finding === `${rule} ${file}`)),
    [],
    'nothing else is reported',
  )
})

t.test('no file is longer than one idea takes', async (t) => {
  const long = ROOMS.flatMap((room) =>
    readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts') && !(room === 'spec' && path.startsWith('generated')))
      .map((path) => ({
        path: join(room, path),
        lines: readFileSync(join(ROOT, room, path), 'utf8').split('\n').length,
      })),
  ).filter(({ lines }) => lines > 350)
  t.strictSame(long, [])
})
