import { join } from 'node:path'
import { installOnce } from './install-once.ts'
import { Unavailable } from './interop-command.ts'
import { complaint, isMissing, runProgram } from './run-program.ts'

/** Version of Synapse that the suites are run against. */
export const SYNAPSE_VERSION = '1.163.2'

/**
 * Installs Synapse from PyPI into a virtual environment under the user's cache directory, once: later calls find it.
 *
 * @param signal aborts the installation and removes its files
 * @returns path of the environment's Python, which can run `-m synapse.app.homeserver`
 * @throws {Unavailable} when there is no suitable Python, or the package cannot be installed
 */
export async function installSynapse(signal?: AbortSignal): Promise<string> {
  const environment = await installOnce(
    `synapse-${SYNAPSE_VERSION}`,
    (folder) => hasSynapse(pythonOf(folder), signal),
    (folder) => createEnvironment(folder, signal),
  )
  return pythonOf(environment)
}

async function createEnvironment(directory: string, signal?: AbortSignal): Promise<void> {
  const host = await findPython(signal)
  const venv = await runProgram(host, ['-m', 'venv', directory], signal)
  if (venv.code !== 0) {
    throw new Unavailable(`could not create a Python environment: ${host} -m venv said "${complaint(venv)}"`)
  }
  // Wheels only: a build needs a Rust and a C compiler, and takes many minutes.
  const pip = ['-m', 'pip', 'install', '--no-input', '--disable-pip-version-check', '--only-binary=:all:']
  const install = await runProgram(pythonOf(directory), [...pip, `matrix-synapse==${SYNAPSE_VERSION}`], signal)
  if (install.code !== 0) {
    throw new Unavailable(`could not install matrix-synapse ${SYNAPSE_VERSION}: pip said "${complaint(install)}"`)
  }
}

/** Returns the first Python on the PATH that Synapse runs on. */
async function findPython(signal?: AbortSignal): Promise<string> {
  const found: string[] = []
  for (const command of ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python']) {
    const version = await pythonVersion(command, signal)
    if (version === undefined) continue
    if (version.major === 3 && version.minor >= 10) return command
    found.push(`${command} is ${version.major}.${version.minor}`)
  }
  const what = found.length > 0 ? found.join(', ') : 'no Python on the PATH'
  throw new Unavailable(`expected Python 3.10 or later with venv and pip, found ${what}`)
}

async function pythonVersion(
  command: string,
  signal?: AbortSignal,
): Promise<{ major: number; minor: number } | undefined> {
  try {
    const { output } = await runProgram(command, ['--version'], signal)
    const match = /Python (\d+)\.(\d+)/.exec(output)
    return match ? { major: Number(match[1]), minor: Number(match[2]) } : undefined
  } catch (error) {
    signal?.throwIfAborted()
    if (isMissing(error)) return undefined
    throw error
  }
}

/** Reports whether this Python runs and has the right Synapse: upgrading the system's Python can break an environment. */
async function hasSynapse(python: string, signal?: AbortSignal): Promise<boolean> {
  const program = 'from importlib.metadata import version; print(version("matrix-synapse"))'
  try {
    const { code, output } = await runProgram(python, ['-c', program], signal)
    return code === 0 && output.trim() === SYNAPSE_VERSION
  } catch (error) {
    signal?.throwIfAborted()
    if (isMissing(error)) return false
    throw error
  }
}

function pythonOf(environment: string): string {
  return join(environment, 'bin', 'python')
}
