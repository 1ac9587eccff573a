import { join } from 'node:path'
import { installOnce } from './install-once.ts'
import { Unavailable } from './interop-command.ts'
import { complaint, isMissing, type ProgramEnd, runProgram } from './run-program.ts'

/** Version of Dendrite that the suites are run against. */
export const DENDRITE_VERSION = '0.13.8'

const PACKAGE = 'github.com/matrix-org/dendrite/cmd'

/** The server, and the generators of its key and its configuration. */
const PROGRAMS = ['dendrite', 'generate-keys', 'generate-config']

/**
 * Builds Dendrite with Go into the user's cache directory, once: later calls find it.
 *
 * @param signal aborts the build and removes its output
 * @returns the directory with the programs `dendrite`, `generate-keys` and `generate-config`
 * @throws {Unavailable} when there is no Go, or Dendrite cannot be built
 */
export async function installDendrite(signal?: AbortSignal): Promise<string> {
  return await installOnce(
    `dendrite-${DENDRITE_VERSION}`,
    (folder) => hasDendrite(folder, signal),
    (folder) => build(folder, signal),
  )
}

async function build(folder: string, signal?: AbortSignal): Promise<void> {
  const packages = PROGRAMS.map((name) => `${PACKAGE}/${name}@v${DENDRITE_VERSION}`)
  // Without cgo it uses the SQLite written in Go, and needs no C compiler
  const env = { GOBIN: folder, CGO_ENABLED: '0' }
  const end = await run('go', ['install', ...packages], signal, env)
  if (end === undefined) throw new Unavailable('expected Go on the PATH, found none')
  if (end.code !== 0) {
    throw new Unavailable(`could not build Dendrite ${DENDRITE_VERSION}: go install said "${complaint(end)}"`)
  }
}

/** Reports whether the program exists and prints the version. */
async function hasDendrite(folder: string, signal?: AbortSignal): Promise<boolean> {
  const end = await run(join(folder, 'dendrite'), ['-version'], signal)
  return end?.output.includes(DENDRITE_VERSION) === true
}

/**
 * Returns the version of a Dendrite, as it prints it itself.
 *
 * @param folder folder with the program `dendrite`
 * @throws {Unavailable} when there is no such program
 */
export async function versionOfDendrite(folder: string, signal?: AbortSignal): Promise<string> {
  const end = await run(join(folder, 'dendrite'), ['-version'], signal)
  if (end === undefined) throw new Unavailable(`expected the program dendrite in ${folder}, found none`)
  return end.output.trim().split(/[\s+]/, 1)[0] ?? ''
}

/** Runs a program; returns `undefined` if it does not exist. */
async function run(
  program: string,
  args: readonly string[],
  signal?: AbortSignal,
  env?: Readonly<Record<string, string>>,
): Promise<ProgramEnd | undefined> {
  try {
    return await runProgram(program, args, signal, env)
  } catch (error) {
    signal?.throwIfAborted()
    if (isMissing(error)) return undefined
    throw error
  }
}
