import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t, { type Test } from 'tap'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Substitute for the `plexor` command: it prints its arguments, and exits with a code of its own. */
const MAIN = 'process.stdout.write(process.argv.slice(2).join("|")); process.exitCode = 7\n'

/** Makes a directory with the launcher and the given files, which is deleted after the test. */
function directoryWith(t: Test, files: Record<string, string>): string {
  const directory = mkdtempSync(join(tmpdir(), 'plexor-launcher-'))
  t.teardown(() => rmSync(directory, { recursive: true }))
  for (const [path, text] of Object.entries({ 'package.json': '{ "type": "module" }', ...files })) {
    mkdirSync(dirname(join(directory, path)), { recursive: true })
    writeFileSync(join(directory, path), text)
  }
  cpSync(join(ROOT, 'cli/plexor.js'), join(directory, 'cli/plexor.js'))
  return directory
}

/** Calls the launcher; `nodeOptions` go before it. */
function launch(directory: string, args: string[] = [], nodeOptions: string[] = []) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...nodeOptions, join(directory, 'cli/plexor.js'), ...args],
    // Without what the test runner adds for the processes under it.
    { cwd: tmpdir(), encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } },
  )
  return { status, stdout, stderr }
}

t.test('a clone runs from its sources, though dist/ is there too', async (t) => {
  const directory = directoryWith(t, {
    'cli/main.ts': `const code: number = 0\n${MAIN}`,
    'dist/cli/main.js': 'throw 1',
  })
  symlinkSync(join(ROOT, 'node_modules'), join(directory, 'node_modules'))
  t.strictSame(launch(directory, ['test', 'a b']), { status: 7, stdout: 'test|a b', stderr: '' })
})

t.test('a clone runs without the development dependencies', async (t) => {
  const directory = directoryWith(t, { 'cli/main.ts': `const code: number = 0\n${MAIN}` })
  mkdirSync(join(directory, 'node_modules'))
  symlinkSync(join(ROOT, 'node_modules/commander'), join(directory, 'node_modules/commander'))
  t.strictSame(launch(directory, ['test', 'a b']), { status: 7, stdout: 'test|a b', stderr: '' })
})

t.test('an installed package runs from dist/', async (t) => {
  const directory = directoryWith(t, { 'dist/cli/main.js': MAIN })
  t.strictSame(launch(directory, ['list']), { status: 7, stdout: 'list', stderr: '' })
})

t.test('a clone without its dependencies says what to do', async (t) => {
  const { status, stderr } = launch(directoryWith(t, { 'cli/main.ts': MAIN }))
  t.equal(status, 2)
  t.match(stderr, /^plexor cannot run .* run `npm ci` there\n$/)
})

t.test('a message for old versions of Node names the version and the one that is needed', async (t) => {
  const directory = directoryWith(t, { 'dist/cli/main.js': MAIN })
  for (const version of ['18.20.4', '20.20.2', '22.19.0']) {
    const pretend = `Object.defineProperty(process, "versions", { value: { node: "${version}" } })`
    const { status, stdout, stderr } = launch(directory, [], ['--import', `data:text/javascript,${pretend}`])
    t.equal(status, 2)
    t.equal(stdout, '')
    t.match(stderr, `plexor needs Node 22.20 or later, and this is Node ${version}`)
  }
})

t.test('the warning about node:sqlite is left out, and no other', async (t) => {
  const main = `import 'node:sqlite'; process.emitWarning('of our own', 'ExperimentalWarning')`
  const { stderr } = launch(directoryWith(t, { 'dist/cli/main.js': main }))
  t.match(stderr, /ExperimentalWarning: of our own/)
  t.notMatch(stderr, /SQLite/)
})
