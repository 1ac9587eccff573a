import { join } from 'node:path'
import { installOnce } from './install-once.ts'
import { Unavailable } from './interop-command.ts'
import { complaint, isMissing, type ProgramEnd, runProgram } from './run-program.ts'

/** The release of Dendrite that the suites are run against; the only place that names it. */
export const DENDRITE_VERSION = '0.13.8'

const PACKAGE = 'github.com/matrix-org/dendrite/cmd'

/** The server, and what makes its key and its configuration. */
const PROGRAMS = ['dendrite', 'generate-keys', 'generate-config']

/**
 * Builds Dendrite with Go into the user's cache directory, once: later calls find it.
 *
 * @param signal ends the building; what it had written is removed
 * @returns the folder with the programs `dendrite`, `generate-keys` and `generate-config`
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
  // Without C, SQLite is the one written in Go, and no compiler but Go's is needed
  const env = { GOBIN: folder, CGO_ENABLED: '0' }
  const end = await run('go', ['install', ...packages], signal, env)
  if (end === undefined) throw new Unavailable('it needs Go, found none on the PATH')
  if (end.code !== 0) {
    throw new Unavailable(`could not build Dendrite ${DENDRITE_VERSION}: go install said "${complaint(end)}"`)
  }
}

/** Whether the server is there and starts: asked for its version, it says it. */
async function hasDendrite(folder: string, signal?: AbortSignal): Promise<boolean> {
  const end = await run(join(folder, 'dendrite'), ['-version'], signal)
  return end?.output.includes(DENDRITE_VERSION) === true
}

/** `undefined` when there is no such program. */
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
