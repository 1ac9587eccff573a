/**
 * Builds the package `plexor-rules`, which has the rule engine and the default rules alone, and no dependencies: the
 * command behind `npm run build:rules`.
 *
 * `npm run build:rules -- FOLDER` names the folder to write; the default is `build/plexor-rules`.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { build } from 'esbuild'
import manifest from '../../package.json' with { type: 'json' }
import { ROOT } from './root.ts'

const ENTRY = join(ROOT, 'reference/rules/index.ts')
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc')

const MANIFEST = {
  name: 'plexor-rules',
  version: manifest.version,
  description: 'Matrix push rules as a pure function, for every version of the specification',
  keywords: ['matrix', 'push-rules', 'push-notifications'],
  license: manifest.license,
  // Where it is published from, once package.json has it
  ...Object.fromEntries(
    Object.entries(manifest).filter(([field]) => ['repository', 'homepage', 'bugs'].includes(field)),
  ),
  type: 'module',
  sideEffects: false,
  exports: {
    '.': { types: './types/reference/rules/index.d.ts', default: './index.js' },
    './package.json': './package.json',
  },
  files: ['index.js', 'types'],
}

/** Writes the code as one module. Whoever bundles it makes it smaller, so it is not minified. */
async function writeCode(folder: string): Promise<void> {
  await build({
    entryPoints: [ENTRY],
    outfile: join(folder, 'index.js'),
    bundle: true,
    platform: 'neutral',
    target: 'es2022',
    format: 'esm',
    logLevel: 'warning',
  })
}

/** Writes the types of the entry, and of all files that it imports. */
function writeTypes(folder: string): void {
  const work = mkdtempSync(join(tmpdir(), 'plexor-'))
  const options = {
    extends: join(ROOT, 'tsconfig.json'),
    compilerOptions: {
      noEmit: false,
      declaration: true,
      emitDeclarationOnly: true,
      rootDir: ROOT,
      outDir: join(folder, 'types'),
      types: [],
    },
    files: [ENTRY],
    include: [],
  }
  writeFileSync(join(work, 'tsconfig.json'), JSON.stringify(options))
  const { status, stdout } = spawnSync(process.execPath, [TSC, '-p', work], { encoding: 'utf8' })
  rmSync(work, { recursive: true })
  if (status !== 0) throw new Error(`Cannot write the types: ${stdout}`)
}

const [target = join(ROOT, 'build/plexor-rules')] = process.argv.slice(2)
const folder = resolve(target)
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
writeFileSync(join(folder, 'package.json'), `${JSON.stringify(MANIFEST, undefined, 2)}\n`)
cpSync(join(ROOT, 'LICENSE'), join(folder, 'LICENSE'))
cpSync(join(ROOT, 'docs/evaluating-push-rules.md'), join(folder, 'README.md'))
await writeCode(folder)
writeTypes(folder)
process.stdout.write(`Wrote ${target}\n`)
