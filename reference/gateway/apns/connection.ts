import { type ClientHttp2Session, connect } from 'node:http2'
import { rootCertificates } from 'node:tls'

/** The longest answer that is read, in bytes; Apple's are short. */
const MAX_ANSWER_BYTES = 16 * 1024

/** An answer of APNs. */
export interface Http2Answer {
  status: number
  retryAfter: string | undefined
  body: string
}

/**
 * One HTTP/2 connection that is kept open, and made anew when it ends.
 *
 * It is on `node:http2` and not on a client library of APNs: the well-kept one does not run on Deno.
 */
export class Http2Connection {
  readonly #origin: string
  readonly #ca: string | undefined
  #session: ClientHttp2Session | undefined

  /** @param ca authority (PEM) to trust besides the well-known ones */
  constructor(origin: string, ca: string | undefined) {
    this.#origin = origin
    this.#ca = ca
  }

  /** Sends a request and awaits the answer. Rejects when there is none. */
  post(path: string, headers: Record<string, string>, body: string, signal: AbortSignal): Promise<Http2Answer> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(new Error('there was no time left'))
      const session = this.#open()
      const stream = session.request({ ':method': 'POST', ':path': path, ...headers })
      const giveUp = () => {
        // A connection may be dead without saying so: what comes next gets another one
        this.#leave(session)
        stream.destroy(new Error('it did not answer in time'))
      }
      signal.addEventListener('abort', giveUp)
      let [status, retryAfter, text]: [number, string | undefined, string] = [0, undefined, '']
      stream.on('response', (answer) => {
        status = Number(answer[':status'])
        retryAfter = typeof answer['retry-after'] === 'string' ? answer['retry-after'] : undefined
      })
      stream.setEncoding('utf8')
      stream.on('data', (chunk: string) => {
        text += chunk
        if (text.length > MAX_ANSWER_BYTES) stream.destroy(new Error('its answer is too long'))
      })
      stream.on('error', reject)
      stream.on('close', () => {
        signal.removeEventListener('abort', giveUp)
        if (status === 0) reject(new Error('it ended the connection without an answer'))
        else resolve({ status, retryAfter, body: text })
      })
      stream.end(body)
    })
  }

  async close(): Promise<void> {
    this.#session?.destroy()
    this.#session = undefined
  }

  #open(): ClientHttp2Session {
    const known = this.#session
    if (known !== undefined && !known.closed && !known.destroyed) return known
    const session = connect(this.#origin, this.#ca === undefined ? {} : { ca: [...rootCertificates, this.#ca] })
    const forget = () => this.#leave(session)
    // Its streams hear of an error too, and tell whoever waits for them
    session.on('error', forget)
    session.on('goaway', forget)
    session.on('close', forget)
    // An idle connection does not keep the process
    session.unref()
    this.#session = session
    return session
  }

  /** Lets what is under way there come to its end, and opens another one for what comes next. */
  #leave(session: ClientHttp2Session): void {
    if (this.#session !== session) return
    this.#session = undefined
    session.close()
  }
}
