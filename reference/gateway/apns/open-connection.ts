import { deno } from '../../deno.ts'
import type { ApnsConnection } from './connection.ts'
import { FetchConnection } from './fetch-connection.ts'
import { Http2Connection } from './http2-connection.ts'

/**
 * Creates a connection to an APNs server, which is opened with the first request.
 *
 * @param ca CA certificate (PEM) to trust besides the well-known ones
 */
export function openConnection(origin: string, ca: string | undefined): ApnsConnection {
  return deno === undefined ? new Http2Connection(origin, ca) : new FetchConnection(deno, origin, ca)
}
