import { rootCertificates } from 'node:tls'
import { Agent, type Dispatcher, request } from 'undici'
import { publicLookup } from './public-lookup.ts'

/** The longest answer that is read, in bytes. A longer one counts as unreadable. */
const MAX_ANSWER_BYTES = 64 * 1024

/** The most connections to one gateway, however many pushers use it. */
const MAX_CONNECTIONS = 16

/**
 * What became of one request.
 *
 * `accepted`: the gateway took it, and names the pushkeys that it does not know. `failed`: it may be tried again;
 * `reason` is a clause for a log line.
 */
export type Answer = { result: 'accepted'; rejected: readonly string[] } | { result: 'failed'; reason: string }

export interface NotifyClientOptions {
  allowPrivateAddresses: boolean
  ca: string | undefined
  timeoutMs: number
}

/** Speaks to push gateways over connections that are kept open. */
export interface NotifyClient {
  /**
   * Sends one push request and awaits the answer. Redirects are not followed.
   *
   * @param body JSON
   * @param signal ends the request, which then counts as failed
   * @see https://spec.matrix.org/v1.19/push-gateway-api/#post_matrixpushv1notify
   */
  notify(url: string, body: string, signal: AbortSignal): Promise<Answer>
  /** Closes all connections, those in use included. */
  close(): Promise<void>
}

export function createNotifyClient({ allowPrivateAddresses, ca, timeoutMs }: NotifyClientOptions): NotifyClient {
  const agent = new Agent({
    connections: MAX_CONNECTIONS,
    allowH2: false,
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: {
      timeout: timeoutMs,
      ...(ca === undefined ? {} : { ca: [...rootCertificates, ca] }),
      ...(allowPrivateAddresses ? {} : { lookup: publicLookup }),
    },
  })
  return {
    async notify(url, body, signal) {
      const deadline = AbortSignal.timeout(timeoutMs)
      try {
        const response = await request(url, {
          dispatcher: agent,
          method: 'POST',
          headers: { 'content-type': 'application/json', accept: 'application/json' },
          body,
          signal: AbortSignal.any([signal, deadline]),
        })
        return judge(response.statusCode, await readAnswer(response.body))
      } catch (error) {
        return { result: 'failed', reason: deadline.aborted ? `it did not answer within ${timeoutMs} ms` : said(error) }
      }
    },
    close: () => agent.destroy(),
  }
}

/** Only a 200 speaks of rejected pushkeys; what stands in other answers may come from anyone on the way. */
function judge(status: number, answer: string | undefined): Answer {
  if (status < 200 || status > 299) return { result: 'failed', reason: `it answered ${status}` }
  return { result: 'accepted', rejected: status === 200 ? rejectedIn(answer) : [] }
}

/** The whole answer; `undefined` when it is too long. It is read even if it is not used, to keep the connection. */
async function readAnswer(body: Dispatcher.ResponseData['body']): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of body as AsyncIterable<Buffer>) {
    length += chunk.byteLength
    if (length > MAX_ANSWER_BYTES) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

/** An answer that is not what the gateway API says rejects nothing. */
function rejectedIn(answer: string | undefined): readonly string[] {
  const rejected: unknown = parse(answer ?? '')?.rejected
  return Array.isArray(rejected) && rejected.every((pushkey) => typeof pushkey === 'string') ? rejected : []
}

function parse(json: string): { rejected?: unknown } | undefined {
  try {
    return JSON.parse(json) ?? undefined
  } catch {
    return undefined
  }
}

function said(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.map(said).join('; ')
  return error instanceof Error ? error.message || error.name : String(error)
}
