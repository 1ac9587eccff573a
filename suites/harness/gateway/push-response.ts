/** An HTTP answer of the gateway to a push. */
export interface HttpAnswer {
  status: number
  /** Text is sent as it stands, anything else as JSON */
  body: unknown
  headers?: Readonly<Record<string, string>>
}

/** What the gateway does with a push: it answers, or it cuts the connection without an answer. */
export type PushAnswer = HttpAnswer | 'cut'

/** The usual answer: the push is accepted. */
export function accepted(): HttpAnswer {
  return { status: 200, body: { rejected: [] } }
}

/** The push is accepted, and these pushkeys are not: no further push is wanted for them. */
export function rejecting(...pushkeys: readonly string[]): HttpAnswer {
  return { status: 200, body: { rejected: pushkeys } }
}

/** The push is not accepted. */
export function failing(status: number, headers: HttpAnswer['headers'] = {}): HttpAnswer {
  return { status, body: { errcode: 'M_UNKNOWN', error: 'The gateway fails on purpose' }, headers }
}

/** What the answers for the devices of one request make together: the worst of them, and every rejected pushkey. */
export function combined(answers: readonly PushAnswer[]): PushAnswer {
  const worst = answers.reduce((a, b) => (severity(b) > severity(a) ? b : a))
  if (worst === 'cut' || worst.status !== 200 || answers.length === 1) return worst
  return rejecting(...answers.flatMap(rejectedIn))
}

function severity(answer: PushAnswer): number {
  return answer === 'cut' ? Number.POSITIVE_INFINITY : answer.status
}

function rejectedIn(answer: PushAnswer): string[] {
  return answer === 'cut' ? [] : ((answer.body as { rejected?: string[] } | null)?.rejected ?? [])
}
