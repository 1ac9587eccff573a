// Builds the package where it is installed from a Git repository, which npm prepares in a folder of its own. In the clone
// of a contributor this does nothing: everything there runs from the sources.
//
// It is plain JavaScript, because it runs on whatever Node.js is there.

import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import module from 'node:module'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = realpathSync(fileURLToPath(new URL('..', import.meta.url)))
const compiler = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url))

/** Reports whether npm was started in the folder of this package, or below it. */
function isOwnInstallation() {
  const start = process.env.INIT_CWD
  return start === undefined || !/^\.\.|^[A-Z]:/i.test(relative(root, realpathSync(start)))
}

/** Matches the files that `tsconfig.build.json` compiles, and the data beside them. */
const SOURCES = /^(common|spec|reference|run|suites|reports|check|explore|cli)[\\/].*\.(ts|json)$/

/** Leaves out the types of the sources: enough for the command, where there is no compiler. */
function stripTypes() {
  for (const file of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
    if (!SOURCES.test(file)) continue
    const target = join(root, 'dist', file)
    const text = readFileSync(join(root, file), 'utf8')
    mkdirSync(dirname(target), { recursive: true })
    if (file.endsWith('.json')) writeFileSync(target, text)
    else writeFileSync(target.replace(/ts$/, 'js'), withJsImports(module.stripTypeScriptTypes(text)))
  }
  copyFileSync(join(root, 'package.json'), join(root, 'dist/package.json'))
}

function withJsImports(code) {
  return code.replaceAll(/((?:from|import)[ (]+'\.[^'\n]*)\.ts'/g, "$1.js'")
}

// For a global installation npm fetches no development packages, so there is no compiler
const isBare = !existsSync(new URL('../node_modules/commander', import.meta.url))
if (!isOwnInstallation() && isBare && module.stripTypeScriptTypes !== undefined) stripTypes()

// A link to a clone has no compiler and needs none, and an installed package is compiled
if (!isOwnInstallation() && existsSync(compiler) && !existsSync(new URL('../dist', import.meta.url))) {
  const { status } = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], {
    cwd: root,
    stdio: 'inherit',
  })
  process.exitCode = status ?? 1
}
