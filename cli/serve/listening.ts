import { UsageError } from '../../common/usage-error.ts'

const REASONS: Record<string, string> = {
  EADDRINUSE: 'the port is in use',
  EADDRNOTAVAIL: 'this machine has no such address',
  EACCES: 'permission denied',
  ENOTFOUND: 'no such host',
}

/**
 * Starts a part that listens.
 *
 * @param what name of the part: `homeserver`
 * @param options options that choose another address
 * @throws {UsageError} when it cannot listen on the address
 */
export async function listening<T>(
  what: string,
  { host, port }: Address,
  start: () => Promise<T>,
  options = '--host or --port',
): Promise<T> {
  try {
    return await start()
  } catch (error) {
    // A part that takes several ports in a row says which of them it was
    const { code = '', port: taken = port } = error as { code?: string; port?: number }
    const reason = REASONS[code]
    if (reason === undefined) throw error
    throw new UsageError(
      `The ${what} cannot listen on ${host}, port ${taken}: ${reason}; choose others with ${options}`,
    )
  }
}

/** Address of a part. The port 0 stands for a free one. */
export interface Address {
  host: string
  port: number
}
