/** An HTTP answer of the gateway to a push. */
export interface HttpResponse {
  status: number
  /** Text is sent as it stands, anything else as JSON */
  body: unknown
  headers?: Readonly<Record<string, string>>
}

/** What the gateway does with a push: it answers, or it cuts the connection without an answer. */
export type PushResponse = HttpResponse | 'cut'

/** The usual answer: the push is accepted. */
export function accepted(): HttpResponse {
  return { status: 200, body: { rejected: [] } }
}

/** The push is accepted, and these pushkeys are not: no further push is wanted for them. */
export function rejecting(...pushkeys: readonly string[]): HttpResponse {
  return { status: 200, body: { rejected: pushkeys } }
}

/** The push is not accepted. */
export function failing(status: number, headers: HttpResponse['headers'] = {}): HttpResponse {
  return { status, body: { errcode: 'M_UNKNOWN', error: 'The gateway fails on purpose' }, headers }
}

/** What the answers for the devices of one request make together: the worst of them, and every rejected pushkey. */
export function combined(responses: readonly PushResponse[]): PushResponse {
  const worst = responses.reduce((a, b) => (severity(b) > severity(a) ? b : a))
  if (worst === 'cut' || worst.status !== 200 || responses.length === 1) return worst
  return rejecting(...responses.flatMap(rejectedIn))
}

function severity(response: PushResponse): number {
  return response === 'cut' ? Number.POSITIVE_INFINITY : response.status
}

function rejectedIn(response: PushResponse): string[] {
  return response === 'cut' ? [] : ((response.body as { rejected?: string[] } | null)?.rejected ?? [])
}
