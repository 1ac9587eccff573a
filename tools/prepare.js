// Builds the package where it is installed from a Git repository, which npm prepares in a folder of its own. In the clone
// of a contributor this does nothing: everything there runs from the sources.
//
// It is plain JavaScript, because it runs on whatever Node.js is there.

import { spawnSync } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = realpathSync(fileURLToPath(new URL('..', import.meta.url)))
const compiler = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url))

/** Reports whether npm was started in the folder of this package, or below it. */
function isOwnInstallation() {
  const start = process.env.INIT_CWD
  return start === undefined || !/^\.\.|^[A-Z]:/i.test(relative(root, realpathSync(start)))
}

// A link to a clone has no compiler and needs none, and an installed package is compiled
if (!isOwnInstallation() && existsSync(compiler) && !existsSync(new URL('../dist', import.meta.url))) {
  const { status } = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], {
    cwd: root,
    stdio: 'inherit',
  })
  process.exitCode = status ?? 1
}
