/** HTTP response of the push receiver. */
export interface HttpResponse {
  status: number
  /** Body: a string is sent as it is, anything else as JSON */
  body: unknown
  headers?: Readonly<Record<string, string>>
}

/** Reaction of the push receiver to a push: a response, or `cut` to close the connection without one. */
export type PushResponse = HttpResponse | 'cut'

/** Returns the usual response: the push is accepted. */
export function accepted(): HttpResponse {
  return { status: 200, body: { rejected: [] } }
}

/** Returns a response that accepts the push, but rejects these pushkeys, so that the target removes their pushers. */
export function rejecting(...pushkeys: readonly string[]): HttpResponse {
  return { status: 200, body: { rejected: pushkeys } }
}

/** Returns an error response. */
export function failing(status: number, headers: HttpResponse['headers'] = {}): HttpResponse {
  return { status, body: { errcode: 'M_UNKNOWN', error: 'The gateway fails on purpose' }, headers }
}

/** Combines the responses for the devices of one request: the worst of them, with all rejected pushkeys. */
export function combined(responses: readonly PushResponse[]): PushResponse {
  const worst = responses.reduce((a, b) => (severity(b) > severity(a) ? b : a))
  if (worst === 'cut' || worst.status !== 200 || responses.length === 1) return worst
  return rejecting(...responses.flatMap(rejectedPushkeys))
}

function severity(response: PushResponse): number {
  return response === 'cut' ? Number.POSITIVE_INFINITY : response.status
}

function rejectedPushkeys(response: PushResponse): string[] {
  return response === 'cut' ? [] : ((response.body as { rejected?: string[] } | null)?.rejected ?? [])
}
