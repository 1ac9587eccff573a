import type { Server } from 'node:net'

/**
 * Makes a server listen.
 *
 * @returns the port, which is the chosen one if `port` is 0
 * @throws {Error} when the address is not available
 */
export async function listenAt(server: Server, { host, port }: { host: string; port: number }): Promise<number> {
  const { promise: listening, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', reject)
  server.listen(port, host, resolve)
  await listening
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : port
}

/** Builds a base URL, without a slash at its end. */
export function baseUrl(scheme: 'http' | 'https', host: string, port: number): string {
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`
}
