/**
 * Builds the `plexor` command as one file that needs no Node.js: the command behind `npm run build:executable`.
 *
 * It bundles the command with everything that it loads, and adds the bundle to a copy of a Node.js binary: to the one
 * that runs this, so the file is for the same operating system and processor. `npm run build:executable -- FILE` names
 * the file to write; the default is `build/plexor`.
 */
import { spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { bundleCommand } from './bundle-command.ts'
import { ROOT } from './root.ts'

const POSTJECT = join(ROOT, 'node_modules/postject/dist/cli.js')

/** Mark in a Node.js binary that says whether an application was added to it. */
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2'

/** Name of the section in which Node.js looks for the application, and on macOS of the segment around it. */
const RESOURCE = 'NODE_SEA_BLOB'
const SEGMENT = 'NODE_SEA'

const onMac = process.platform === 'darwin'

function run(program: string, args: readonly string[]): void {
  const { status, error, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' })
  if (status === 0) return
  throw new Error(`Cannot run ${program}: ${error?.message ?? `${stdout}${stderr}`}`)
}

/** Builds the executable in a folder for temporary files, and returns its path. */
async function buildIn(folder: string): Promise<string> {
  const [bundle, blob, config, file] = ['plexor.cjs', 'plexor.blob', 'config.json', 'plexor'].map((name) =>
    join(folder, name),
  ) as [string, string, string, string]
  await bundleCommand(bundle)
  const settings = {
    main: bundle,
    output: blob,
    disableExperimentalSEAWarning: true,
    useCodeCache: true,
    // Of node:sqlite
    execArgv: ['--disable-warning=ExperimentalWarning'],
  }
  writeFileSync(config, JSON.stringify(settings))
  run(process.execPath, ['--experimental-sea-config', config])
  copyFileSync(process.execPath, file)
  chmodSync(file, 0o755)
  removeSymbols(file)
  if (onMac) run('codesign', ['--remove-signature', file])
  const segment = onMac ? ['--macho-segment-name', SEGMENT] : []
  run(process.execPath, [POSTJECT, file, RESOURCE, blob, '--sentinel-fuse', FUSE, ...segment])
  if (onMac) run('codesign', ['--sign', '-', file])
  return file
}

/** Removes symbols that only a debugger needs, a seventh of the file, where there is a program for it. */
function removeSymbols(file: string): void {
  if (process.platform === 'linux') spawnSync('strip', ['--strip-unneeded', file])
}

const [target = join(ROOT, 'build', process.platform === 'win32' ? 'plexor.exe' : 'plexor')] = process.argv.slice(2)
const folder = mkdtempSync(join(tmpdir(), 'plexor-'))
try {
  const file = await buildIn(folder)
  mkdirSync(dirname(resolve(target)), { recursive: true })
  copyFileSync(file, target)
  process.stdout.write(`Wrote ${target}, ${Math.round(statSync(target).size / 1e6)} MB\n`)
} finally {
  rmSync(folder, { recursive: true })
}
