import { deno } from '../../deno.ts'
import { FetchConnection } from './fetch-connection.ts'
import { Http2Connection } from './http2-connection.ts'

/** The longest answer that is read, in bytes; Apple's are short. */
export const MAX_ANSWER_BYTES = 16 * 1024

/** An answer of APNs. */
export interface ApnsResponse {
  status: number
  retryAfter: string | undefined
  body: string
}

/** An HTTP/2 connection that is kept open, and made anew when it ends. */
export interface ApnsConnection {
  /** Sends a request and awaits the answer. Rejects when there is none. */
  post(path: string, headers: Record<string, string>, body: string, signal: AbortSignal): Promise<ApnsResponse>
  /** Ends what is under way, and closes the connection. */
  close(): Promise<void>
}

/** @param ca authority (PEM) to trust besides the well-known ones */
export function openConnection(origin: string, ca: string | undefined): ApnsConnection {
  return deno === undefined ? new Http2Connection(origin, ca) : new FetchConnection(deno, origin, ca)
}
