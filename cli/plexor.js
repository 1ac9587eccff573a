#!/usr/bin/env node
// Starts the `plexor` command: from the sources in a clone, from dist/ in an installed package.
//
// Nothing is imported before the version is checked, and the syntax is one that older releases of Node can read: they
// would otherwise stop at the first thing that they do not know, and could not say what is wrong.

const OLDEST_NODE = [22, 20]

const [major, minor] = process.versions.node.split('.').map(Number)

if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
  fail(
    `plexor needs Node ${OLDEST_NODE.join('.')} or later, and this is Node ${process.versions.node}: use a newer one. ` +
      'In a project, `npm install node@24` adds one for npx; in a clone, `npm start` and `npm run plexor -- ARGUMENTS` use ' +
      'the one that `npm ci` installed',
  )
} else {
  leaveOutKnownWarnings()
  start().catch((error) => {
    // Thrown while the modules are loaded; what a command throws is handled, and worded, by main.
    fail(error.stack)
  })
}

async function start() {
  const { existsSync } = await import('node:fs')
  const { enableCompileCache } = await import('node:module')
  // In the folder for temporary files; without one that can be written to, the command only starts more slowly
  enableCompileCache()
  if (!existsSync(new URL('./main.ts', import.meta.url))) return import('../dist/cli/main.js')
  if (!(await find('commander'))) {
    return fail('plexor cannot run from this clone before its dependencies are installed: run `npm ci` there')
  }
  // Node itself leaves out the types
  return import('./main.ts')
}

/** Imports a package, if it is installed. */
async function find(name) {
  return import(name).catch((error) => {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error
  })
}

/**
 * Hides the warnings that `node:sqlite` and leaving out types are experimental: users can do nothing about them. Other
 * warnings are passed on.
 */
function leaveOutKnownWarnings() {
  const emitWarning = process.emitWarning
  process.emitWarning = (warning, ...rest) => {
    if (rest[0] === 'ExperimentalWarning' && /^(SQLite|Type Stripping) /.test(warning)) return
    emitWarning.call(process, warning, ...rest)
  }
}

function fail(message) {
  process.stderr.write(`${message}\n`)
  process.exitCode = 2
}
