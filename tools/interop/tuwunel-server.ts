import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type RunningHomeserver, startHomeserver } from './homeserver-process.ts'

/**
 * Starts a fresh tuwunel on a free port of 127.0.0.1 and waits until it responds. Anyone may register.
 *
 * @param programs folder with the program `tuwunel`
 * @param signal aborts the start and removes the files
 * @throws {Error} when it does not respond within a minute, with the last lines of its log
 */
export async function startTuwunel(programs: string, signal?: AbortSignal): Promise<RunningHomeserver> {
  return await startHomeserver(
    {
      name: 'tuwunel',
      portTaken: 'Address already in use',
      async prepare(directory, port) {
        const file = join(directory, 'tuwunel.toml')
        await writeFile(file, configuration(directory, port))
        return { program: join(programs, 'tuwunel'), args: ['--config', file] }
      },
    },
    signal,
  )
}

function configuration(directory: string, port: number): string {
  const settings = {
    server_name: 'localhost',
    database_path: join(directory, 'database'),
    address: ['127.0.0.1'],
    port,
    allow_registration: true,
    yes_i_am_very_very_sure_i_want_an_open_registration_server_prone_to_abuse: true,
    // By default nothing is sent to loopback
    ip_range_denylist: [],
    allow_federation: false,
    trusted_servers: [],
    // By default a push that failed is sent again only after minutes
    sender_timeout: 1,
    sender_retry_backoff_limit: 5,
    new_user_displayname_suffix: '',
    log: 'warn',
  }
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${JSON.stringify(value)}`)
  return ['[global]', ...lines, ''].join('\n')
}
