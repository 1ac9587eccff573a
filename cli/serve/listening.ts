import { UsageError } from '../../common/usage-error.ts'

const REASONS: Record<string, string> = {
  EADDRINUSE: 'something listens there already',
  EADDRNOTAVAIL: 'this machine has no such address',
  EACCES: 'permission is denied',
  ENOTFOUND: 'there is no such host',
}

/**
 * Starts to listen, and says in one sentence why that is not possible.
 *
 * @param what the part that is to listen: `homeserver`
 * @throws {UsageError} when the address cannot be listened at
 */
export async function listening<T>(what: string, { host, port }: Address, start: () => Promise<T>): Promise<T> {
  try {
    return await start()
  } catch (error) {
    // A part that takes several ports in a row says which of them it is
    const { code = '', port: taken = port } = error as { code?: string; port?: number }
    const reason = REASONS[code]
    if (reason === undefined) throw error
    throw new UsageError(
      `The ${what} cannot listen at ${host}, port ${taken}: ${reason}; give others with --host or --port`,
    )
  }
}

/** Where a part listens; the port 0 is a free one. */
export interface Address {
  host: string
  port: number
}
