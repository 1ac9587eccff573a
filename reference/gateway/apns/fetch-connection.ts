import type { DenoHttpClient, deno } from '../../deno.ts'
import { ServiceError } from '../push-provider.ts'
import { type ApnsConnection, type ApnsResponse, MAX_RESPONSE_BYTES } from './connection.ts'

/** Connection with `fetch` of Deno, which keeps it open and reconnects by itself. */
export class FetchConnection implements ApnsConnection {
  readonly #connect: () => DenoHttpClient
  readonly #origin: string
  readonly #closing = new AbortController()
  #client: DenoHttpClient | undefined

  /** @param ca CA certificate (PEM) to trust besides the well-known ones */
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
      // The connection may be dead, so the next request uses another one
      if (this.#client === client) this.#client = undefined
      client.close()
      throw signal.aborted ? new ServiceError('it did not respond in time') : error
    }
  }

  async close(): Promise<void> {
    this.#closing.abort()
    this.#client?.close()
    this.#client = undefined
  }
}

/** Reads a body of at most `MAX_RESPONSE_BYTES` as text. */
async function textOf({ body }: Response): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of body ?? []) {
    text += decoder.decode(chunk, { stream: true })
    if (text.length > MAX_RESPONSE_BYTES) throw new ServiceError('its response is too long')
  }
  return text
}
