import type { DenoHttpClient, deno } from '../../deno.ts'
import { ServiceError } from '../service-trouble.ts'
import { type ApnsConnection, type ApnsResponse, MAX_ANSWER_BYTES } from './connection.ts'

/** A connection by `fetch` of Deno, which keeps it open and makes it anew. */
export class FetchConnection implements ApnsConnection {
  readonly #connect: () => DenoHttpClient
  readonly #origin: string
  readonly #closing = new AbortController()
  #client: DenoHttpClient | undefined

  /** @param ca authority (PEM) to trust besides the well-known ones */
  constructor(runtime: NonNullable<typeof deno>, origin: string, ca: string | undefined) {
    this.#connect = () => runtime.createHttpClient({ caCerts: ca === undefined ? [] : [ca], http1: false, http2: true })
    this.#origin = origin
  }

  async post(path: string, headers: Record<string, string>, body: string, signal: AbortSignal): Promise<ApnsResponse> {
    if (signal.aborted) throw new ServiceError('there was no time left')
    const client = this.#client ?? this.#connect()
    this.#client = client
    const init = { client, method: 'POST', headers, body, redirect: 'manual', cache: 'no-store' } as const
    try {
      const response = await fetch(this.#origin + path, {
        ...init,
        signal: AbortSignal.any([signal, this.#closing.signal]),
      })
      const retryAfter = response.headers.get('retry-after') ?? undefined
      return { status: response.status, retryAfter, body: await textOf(response) }
    } catch (error) {
      // A connection may be dead without saying so: what comes next gets another one
      if (this.#client === client) this.#client = undefined
      client.close()
      throw signal.aborted ? new ServiceError('it did not answer in time') : error
    }
  }

  async close(): Promise<void> {
    this.#closing.abort()
    this.#client?.close()
    this.#client = undefined
  }
}

/** The body as text, as long as it is short. */
async function textOf({ body }: Response): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of body ?? []) {
    text += decoder.decode(chunk, { stream: true })
    if (text.length > MAX_ANSWER_BYTES) throw new ServiceError('its answer is too long')
  }
  return text
}
