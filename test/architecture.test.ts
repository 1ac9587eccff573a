import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import t from 'tap'
import { temporaryFolder } from './temporary-folder.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const BIOME = join(ROOT, 'node_modules/.bin/biome')
const CRUISER = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs')

const MODULES = ['common', 'spec', 'reference', 'run', 'suites', 'reports', 'check', 'explore', 'cli', 'tools']

/** Modules that are not allowed to import the others beside them. */
const FORBIDDEN_IMPORTS: Record<string, readonly string[]> = {
  common: ['spec', 'reference', 'run', 'suites', 'reports', 'check', 'cli', 'tools', 'test', 'bench'],
  spec: ['common', 'reference', 'run', 'suites', 'reports', 'check', 'cli', 'tools', 'test', 'bench'],
  reference: ['common', 'run', 'suites', 'reports', 'check', 'cli', 'tools', 'test', 'bench'],
  'reference/rules': ['common', 'reference/homeserver', 'reference/delivery', 'suites', 'cli', 'test'],
  run: ['reference', 'suites', 'reports', 'check', 'cli', 'tools', 'test', 'bench'],
  suites: ['reference', 'reports', 'check', 'cli', 'tools', 'test', 'bench'],
  'suites/harness': ['suites/pushers', 'suites/vectors', 'reference', 'reports', 'cli', 'test'],
  reports: ['reference', 'suites', 'check', 'cli', 'tools', 'test', 'bench'],
  check: ['reference/homeserver', 'run', 'suites', 'reports', 'cli', 'tools', 'test', 'bench'],
  explore: ['reference/homeserver', 'reference', 'reports', 'check', 'cli', 'tools', 'test', 'bench'],
  cli: ['tools', 'test', 'bench'],
  tools: ['test', 'bench'],
}

const exportFrom = (file: string, target: string) =>
  `export * from '${'../'.repeat(file.split('/').length - 1)}${target}/index.ts'\n`

/** Files that break the import rules. */
const WRONG_IMPORTS: Record<string, string> = {
  ...Object.fromEntries(
    Object.entries(FORBIDDEN_IMPORTS).flatMap(([folder, targets]) =>
      targets.map((target) => {
        const file = `${folder}/imports-${target.replaceAll('/', '-')}.ts`
        return [file, exportFrom(file, target)]
      }),
    ),
  ),
  'suites/side-effect.ts': "import '../reference/index.ts'\n",
  'suites/lazy.ts': "export const lazy = () => import('../reference/index.ts')\n",
  'suites/types.ts': "import type { A } from '../reference/index.ts'\n\nexport type B = A\n",
  'reference/rules/io.ts': "export { readFileSync } from 'node:fs'\n",
}

/** Files that look alike and keep the import rules. */
const RIGHT_IMPORTS: Record<string, string> = {
  'spec/own.ts': "export { SPEC_VERSIONS } from './versions.ts'\nexport { readFileSync } from 'node:fs'\n",
  'reference/own.ts': "export * from '../spec/index.ts'\nexport * from './rules/index.ts'\n",
  'reference/rules/own.ts': "export * from '../../spec/index.ts'\nexport * from './index.ts'\n",
  'run/own.ts': "export * from '../spec/index.ts'\nexport * from '../common/index.ts'\n",
  'suites/own.ts': "export * from '../run/index.ts'\nexport * from './harness/index.ts'\n",
  'reports/own.ts': "export * from '../run/index.ts'\n",
  'check/own.ts': "export * from '../reference/rules/index.ts'\n",
  'explore/own.ts': "export * from '../reference/rules/index.ts'\nexport * from '../suites/harness/index.ts'\n",
  'cli/own.ts': "export * from '../reference/index.ts'\nexport * from '../suites/index.ts'\n",
  'tools/own.ts': "export * from '../cli/index.ts'\n",
}

const INDEXES = Object.fromEntries(
  [...new Set([...Object.keys(FORBIDDEN_IMPORTS), ...Object.values(FORBIDDEN_IMPORTS).flat()])].map((folder) => [
    `${folder}/index.ts`,
    'export const a = 1\n',
  ]),
)

t.test('the import rules keep the modules apart', async (t) => {
  const folder = temporaryFolder(t, {
    'spec/versions.ts': 'export const SPEC_VERSIONS = []\n',
    ...INDEXES,
    ...WRONG_IMPORTS,
    ...RIGHT_IMPORTS,
  })
  const config = join(ROOT, '.dependency-cruiser.mjs')
  const args = [CRUISER, '--config', config, '--output-type', 'json', ...MODULES]
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder, maxBuffer: 2 ** 26 }).catch(
    (error: { stdout: string }) => error,
  )
  const { summary }: { summary: { violations: { from: string }[] } } = JSON.parse(stdout)
  const found = new Set(summary.violations.map(({ from }) => from))
  t.strictSame([...found].sort(), Object.keys(WRONG_IMPORTS).sort())
})

/** Files that break a rule of Biome about the runtime, with that rule. */
const WRONG_GLOBALS: { file: string; text: string; rule: string }[] = [
  {
    file: 'reference/rules/now.ts',
    text: 'export const now = () => Date.now()\n',
    rule: 'lint/style/noRestrictedGlobals',
  },
  {
    file: 'reference/rules/ask.ts',
    text: "export const ask = () => fetch('https://hs.example')\n",
    rule: 'lint/style/noRestrictedGlobals',
  },
  {
    file: 'suites/pushers/ask.ts',
    text: "export const ask = () => fetch('https://hs.example')\n",
    rule: 'lint/style/noRestrictedGlobals',
  },
  {
    file: 'suites/pushers/helpers/sleep.ts',
    text: 'export const sleep = () => new Promise((resolve) => setTimeout(resolve, 1))\n',
    rule: 'lint/style/noRestrictedGlobals',
  },
  { file: 'reference/delivery/log.ts', text: "console.log('hello')\n", rule: 'lint/suspicious/noConsole' },
  { file: 'run/a.ts', text: "export * from './b.ts'\n", rule: 'lint/suspicious/noImportCycles' },
  { file: 'run/b.ts', text: "export * from './a.ts'\n", rule: 'lint/suspicious/noImportCycles' },
]

const RIGHT_GLOBALS = { 'suites/harness/sleep.ts': 'export const sleep = () => setTimeout(() => {}, 1)\n' }

interface BiomeReport {
  diagnostics: { category: string; location?: { path?: string | { file: string } } }[]
}

t.test('the lint keeps cases and the rule engine free of the runtime, and finds import cycles', async (t) => {
  const { vcs: _, $schema: __, ...config } = JSON.parse(readFileSync(join(ROOT, 'biome.json'), 'utf8'))
  const folder = temporaryFolder(t, {
    'biome.json': JSON.stringify(config),
    ...Object.fromEntries(WRONG_GLOBALS.map(({ file, text }) => [file, text])),
    ...RIGHT_GLOBALS,
  })
  const args = ['lint', '--reporter=json', '--max-diagnostics=none', '.']
  const { stdout } = await promisify(execFile)(BIOME, args, { cwd: folder, maxBuffer: 2 ** 24 }).catch(
    (error: { stdout: string }) => error,
  )
  const { diagnostics }: BiomeReport = JSON.parse(stdout)
  const found = diagnostics.map(({ category, location }) => {
    const path = typeof location?.path === 'object' ? location.path.file : location?.path
    return `${category} ${path?.replace(/^\.\//, '')}`
  })
  t.strictSame(found.sort(), WRONG_GLOBALS.map(({ rule, file }) => `${rule} ${file}`).sort())
})

t.test('no file is longer than 450 lines, and hardly a folder has more than twenty files', async (t) => {
  const entries = MODULES.flatMap((module) =>
    readdirSync(join(ROOT, module), { recursive: true, withFileTypes: true }).filter(
      (entry) => entry.isFile() && !/generated|published/.test(entry.parentPath),
    ),
  )
  const long = entries
    .filter(({ name }) => name.endsWith('.ts'))
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => readFileSync(path, 'utf8').split('\n').length > 450)
  t.strictSame(long, [])
  const sizes = Map.groupBy(entries, ({ parentPath }) => parentPath)
  const crowded = [...sizes].filter(([, files]) => files.length > 24).map(([folder]) => folder)
  t.strictSame(crowded, [])
})
