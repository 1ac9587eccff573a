import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse, stringify } from 'yaml'
import { lastLines, runProgram } from './run-program.ts'
import { type RunningServer, startServer } from './server-process.ts'

/**
 * Starts a fresh Dendrite on a free port of 127.0.0.1 and waits until it responds. Anyone may register.
 *
 * @param programs directory with its programs, as `installDendrite` returns it
 * @param signal aborts the start and removes the files
 * @throws {Error} when Dendrite does not respond within a minute, with the last lines of its log
 */
export async function startDendrite(programs: string, signal?: AbortSignal): Promise<RunningServer> {
  return await startServer(
    {
      name: 'Dendrite',
      portTaken: 'address already in use',
      async prepare(directory, port) {
        const file = await configure(programs, directory, signal)
        const address = `127.0.0.1:${port}`
        const args = ['-really-enable-open-registration', '-config', file, '-http-bind-address', address]
        return { program: join(programs, 'dendrite'), args }
      },
    },
    signal,
  )
}

/** Generates its key and its configuration, and returns the configuration file. */
async function configure(programs: string, directory: string, signal?: AbortSignal): Promise<string> {
  const keyFile = join(directory, 'matrix_key.pem')
  await output(join(programs, 'generate-keys'), ['--private-key', keyFile], signal)
  // For tests: SQLite, no rate limits, cheap password hashing
  const generator = ['-ci', '-server', 'localhost', '-dir', directory]
  const config = parse(await output(join(programs, 'generate-config'), generator, signal))
  config.global.private_key = keyFile
  config.global.disable_federation = true
  // Dendrite does not know the CA of the certificate of Plexor's gateway
  config.user_api.push_gateway_disable_tls_validation = true
  const file = join(directory, 'dendrite.yaml')
  await writeFile(file, stringify(config))
  return file
}

async function output(program: string, args: readonly string[], signal?: AbortSignal): Promise<string> {
  const { code, output } = await runProgram(program, args, signal)
  if (code !== 0) throw new Error(`${program} ended with exit code ${code}:\n${lastLines(output)}`)
  return output
}
