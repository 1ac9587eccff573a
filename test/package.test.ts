import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import t from 'tap'
import manifest from '../package.json' with { type: 'json' }
import { requirements } from '../spec/index.ts'
import { cases } from '../suites/index.ts'
import { temporaryFolder } from './temporary-folder.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc')

/** A program that uses every entry of the package and prints what they return. */
const CONSUMER = `
import { cases } from 'plexor'
import { compile } from 'plexor/rules'
import { createHomeserver, serve } from 'plexor/reference'
import { checkNotifyRequest, defaultRuleset, NEWEST, requirements } from 'plexor/spec'

const rules = compile(defaultRuleset(NEWEST, '@alice:x'), { specVersion: NEWEST })
const content = { msgtype: 'm.text', body: 'hello' }
const event = { type: 'm.room.message', sender: '@bob:x', room_id: '!r:x', content }
const outcome = rules.evaluate(event, { memberCount: 2 })

const homeserver = createHomeserver()
const { url, close } = await serve(homeserver)
const response = await fetch(url + '/_matrix/client/versions')
const { versions } = await response.json()
await close()
await homeserver.close()

console.log(JSON.stringify({
  cases: cases.map(({ id }) => id),
  requirements: requirements.length,
  rule: outcome?.rule.rule_id,
  newest: versions.at(-1),
  violations: checkNotifyRequest({}).length,
}))
`

/** A program with two type errors, which prove that the types are published. */
const TYPED_CONSUMER = `
import { type Case, cases } from 'plexor'
import { type CompiledRuleset, compile } from 'plexor/rules'
import { createHomeserver } from 'plexor/reference'
import { type PushRule, defaultRuleset } from 'plexor/spec'

export const first: Case | undefined = cases[0]
export const compiled: CompiledRuleset = compile(defaultRuleset('v1.19', '@alice:x'), { specVersion: 'v1.19' })
// @ts-expect-error: the version is unknown
createHomeserver({ specVersion: 'v0.1' })
// @ts-expect-error: a rule has actions
export const rule: PushRule = { rule_id: 'a', default: false, enabled: true }
`

/** Lists the packages that an entry point loads when it is imported. */
async function packagesOf(entry: string): Promise<string[]> {
  const { metafile } = await build({
    entryPoints: [join(ROOT, entry)],
    outdir: folder,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    // As Node.js loads it, which leaves out nothing
    ignoreAnnotations: true,
    treeShaking: false,
    metafile: true,
    write: false,
  })
  const outputs = new Map(Object.entries(metafile.outputs))
  const loaded = new Set<string>()
  const imports = [...outputs].filter(([, { entryPoint }]) => entryPoint === entry).map(([path]) => path)
  for (const path of imports) {
    loaded.add(path)
    const own = outputs.get(path)?.imports.filter(({ kind }) => kind === 'import-statement') ?? []
    for (const { path } of own) if (!loaded.has(path) && !imports.includes(path)) imports.push(path)
  }
  const packages = [...loaded].filter((path) => !outputs.has(path) && !path.startsWith('node:'))
  return [...new Set(packages.map((path) => /^(@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? path))].sort()
}

function run(cwd: string, args: string[], variables: Record<string, string> = {}) {
  const env = { ...process.env, NODE_OPTIONS: '', ...variables }
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd, env, encoding: 'utf8' })
  return { status, stdout, stderr }
}

// A clone of the sources, as npm prepares it for a project that depends on the Git repository
const folder = temporaryFolder(t, { 'consumer.mjs': CONSUMER, 'consumer.mts': TYPED_CONSUMER })
const clone = join(folder, 'clone')
const MODULES = ['common', 'spec', 'reference', 'run', 'suites', 'reports', 'check', 'explore', 'cli']
const OTHERS = ['docs', 'README.md', 'tools/prepare.js', 'package.json', 'tsconfig.json', 'tsconfig.build.json']
for (const path of [...MODULES, ...OTHERS]) {
  cpSync(join(ROOT, path), join(clone, path), { recursive: true })
}
symlinkSync(join(ROOT, 'node_modules'), join(clone, 'node_modules'))

/** Runs the script with which npm prepares the package, started in a folder. */
function prepare(start: string) {
  return run(clone, [join(clone, 'tools/prepare.js')], { INIT_CWD: start })
}

t.strictSame(prepare(clone), { status: 0, stdout: '', stderr: '' }, 'npm ci in a clone prepares it')
t.notOk(existsSync(join(clone, 'dist')), 'and compiles nothing')
t.strictSame(prepare(folder), { status: 0, stdout: '', stderr: '' }, 'the sources build for another project')

// The package as it is installed: what package.json says is in it, and nothing of the sources
const home = join(folder, 'node_modules/plexor')
for (const file of ['package.json', 'README.md', ...manifest.files])
  cpSync(join(clone, file), join(home, file), { recursive: true })
symlinkSync(join(ROOT, 'node_modules'), join(home, 'node_modules'))

t.test('package.json points to files that are there', async (t) => {
  const targets = Object.values(manifest.exports).flatMap((target) =>
    typeof target === 'string' ? [target] : Object.values(target),
  )
  for (const target of [...targets, ...Object.values(manifest.bin)]) t.ok(existsSync(join(home, target)), target)
})

t.test('every entry point works on plain Node', async (t) => {
  const { status, stdout, stderr } = run(folder, ['--disable-warning=ExperimentalWarning', 'consumer.mjs'])
  t.strictSame({ status, stderr }, { status: 0, stderr: '' })
  t.strictSame(JSON.parse(stdout), {
    cases: cases.map(({ id }) => id),
    requirements: requirements.length,
    rule: '.m.rule.room_one_to_one',
    newest: 'v1.19',
    violations: 1,
  })
})

t.test('every entry point has its types', async (t) => {
  const options = ['--noEmit', '--strict', '--skipLibCheck', '--target', 'es2024', '--module', 'nodenext']
  const types = ['--types', 'node', '--typeRoots', join(ROOT, 'node_modules/@types')]
  t.strictSame(run(folder, [TSC, ...options, ...types, 'consumer.mts']), { status: 0, stdout: '', stderr: '' })
})

t.test('every entry point loads only what it needs', async (t) => {
  t.strictSame(await packagesOf('reference/rules/index.ts'), [])
  t.strictSame(await packagesOf('spec/index.ts'), ['ajv', 'ajv-formats'])
  t.strictSame(await packagesOf('suites/index.ts'), ['ajv', 'ajv-formats', 'yaml'])
  t.strictSame(await packagesOf('reference/index.ts'), [
    '@hono/node-server',
    'ajv',
    'ajv-formats',
    'hono',
    'jose',
    'undici',
  ])
  t.strictSame(await packagesOf('cli/main.ts'), ['commander'], 'a command loads the rest when it runs')
})

t.test('plexor/rules is small, and needs no built-in of a runtime', async (t) => {
  const { outputFiles } = await build({
    entryPoints: [join(ROOT, 'reference/rules/index.ts')],
    bundle: true,
    minify: true,
    platform: 'neutral',
    format: 'esm',
    write: false,
  })
  const size = gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }).length
  t.ok(size < 10_000, `${size} bytes with gzip, the default rules included`)
})

t.test('the command works', async (t) => {
  const { status, stdout, stderr } = run(folder, [join(home, manifest.bin.plexor), 'list'])
  t.strictSame({ status, stderr }, { status: 0, stderr: '' })
  const words = new Set(stdout.split(/\s+/))
  t.ok(cases.every(({ id }) => words.has(id)))
})

t.test('the documents that it names are in it', async (t) => {
  for (const command of ['vectors', 'serve gateway', 'check', 'test']) {
    const { stdout } = run(folder, [join(home, manifest.bin.plexor), ...command.split(' '), '--help'])
    const named = [...stdout.matchAll(/docs\/[\w-]+\.md/g)].map(([document]) => document)
    for (const document of named) t.ok(existsSync(join(home, document)), `${command}: ${document}`)
  }
  const links = [...readFileSync(join(ROOT, 'README.md'), 'utf8').matchAll(/\]\((docs\/[^)#]+)/g)]
  for (const [, document = ''] of links) t.ok(existsSync(join(home, document)), document)
})
