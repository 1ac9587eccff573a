import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type RunningServer, startServer } from './server-process.ts'

/** A homeserver that descends from Conduit: all share most settings and the command line. */
export interface ConduitDescendant {
  name: string
  /** File name of the program */
  program: string
  /** Settings that only this one has, or that it needs another value of */
  settings: Readonly<Record<string, string | number | boolean>>
  /** Cases to leave out, because it sends no further pushes after them until it is restarted; default: none */
  leavesOut?: readonly string[]
}

/**
 * Starts a fresh homeserver on a free port of 127.0.0.1 and waits until it responds. Anyone may register.
 *
 * @param programs folder with the program
 * @param signal aborts the start and removes the files
 * @throws {Error} when it does not respond within a minute, with the last lines of its log
 */
export async function startConduitDescendant(
  { name, program, settings }: ConduitDescendant,
  programs: string,
  signal?: AbortSignal,
): Promise<RunningServer> {
  return await startServer(
    {
      name,
      portTaken: 'Address already in use',
      async prepare(directory, port) {
        const file = join(directory, `${program}.toml`)
        await writeFile(file, toToml({ ...commonSettings(directory, port), ...settings }))
        return { program: join(programs, program), args: ['--config', file] }
      },
    },
    signal,
  )
}

function commonSettings(directory: string, port: number) {
  return {
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
    sender_retry_backoff_limit: 5,
    new_user_displayname_suffix: '',
    log: 'warn',
  }
}

function toToml(settings: object): string {
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${JSON.stringify(value)}`)
  return ['[global]', ...lines, ''].join('\n')
}
