/** Maximum size of a response that is read, in bytes; those of APNs are short. */
export const MAX_RESPONSE_BYTES = 16 * 1024

/** Response of APNs. */
export interface ApnsResponse {
  status: number
  retryAfter: string | undefined
  body: string
}

/** HTTP/2 connection that stays open, and is opened again after it has ended. */
export interface ApnsConnection {
  /**
   * Sends a request and waits for the response.
   *
   * @throws {Error} when there is no response
   */
  post(path: string, headers: Record<string, string>, body: string, signal: AbortSignal): Promise<ApnsResponse>

  /** Aborts the requests in progress, and closes the connection. */
  close(): Promise<void>
}
