import { type ClientHttp2Session, connect } from 'node:http2'
import { rootCertificates } from 'node:tls'
import { ServiceError } from '../service-trouble.ts'
import { type ApnsConnection, type ApnsResponse, MAX_ANSWER_BYTES } from './connection.ts'

/** A connection, and how many requests are under way on it. */
interface Line {
  session: ClientHttp2Session
  underWay: number
}

/** A connection by `node:http2`. */
export class Http2Connection implements ApnsConnection {
  readonly #origin: string
  readonly #ca: string | undefined
  /** What the next request is sent on; those that are only coming to their end are among all lines alone */
  #line: Line | undefined
  readonly #lines = new Set<Line>()

  /** @param ca authority (PEM) to trust besides the well-known ones */
  constructor(origin: string, ca: string | undefined) {
    this.#origin = origin
    this.#ca = ca
  }

  post(path: string, headers: Record<string, string>, body: string, signal: AbortSignal): Promise<ApnsResponse> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(new ServiceError('there was no time left'))
      const line = this.#open()
      // By itself it would leave out the brackets of an IPv6 address
      const target = { ':method': 'POST', ':authority': new URL(this.#origin).host, ':path': path }
      const stream = line.session.request({ ...target, ...headers })
      line.underWay += 1
      const giveUp = () => {
        // A connection may be dead without saying so: what comes next gets another one
        this.#leave(line)
        stream.destroy(new ServiceError('it did not answer in time'))
      }
      signal.addEventListener('abort', giveUp)
      let [status, retryAfter, text]: [number, string | undefined, string] = [0, undefined, '']
      stream.on('response', (response) => {
        status = Number(response[':status'])
        retryAfter = typeof response['retry-after'] === 'string' ? response['retry-after'] : undefined
      })
      stream.setEncoding('utf8')
      stream.on('data', (chunk: string) => {
        text += chunk
        if (text.length > MAX_ANSWER_BYTES) stream.destroy(new ServiceError('its answer is too long'))
      })
      stream.on('error', reject)
      stream.on('close', () => {
        signal.removeEventListener('abort', giveUp)
        line.underWay -= 1
        if (this.#line !== line) this.#leave(line)
        if (status === 0) reject(new ServiceError('it ended the connection without an answer'))
        else resolve({ status, retryAfter, body: text })
      })
      stream.end(body)
    })
  }

  async close(): Promise<void> {
    this.#line = undefined
    for (const { session } of this.#lines) session.destroy()
  }

  #open(): Line {
    const known = this.#line
    if (known !== undefined && !known.session.closed && !known.session.destroyed) return known
    const session = connect(this.#origin, this.#ca === undefined ? {} : { ca: [...rootCertificates, this.#ca] })
    const line: Line = { session, underWay: 0 }
    const leave = () => this.#leave(line)
    // Its streams hear of an error too, and tell whoever waits for them
    session.on('error', leave)
    session.on('goaway', leave)
    session.on('close', () => {
      this.#leave(line)
      this.#lines.delete(line)
    })
    // An idle connection does not keep the process
    session.unref()
    this.#line = line
    this.#lines.add(line)
    return line
  }

  /**
   * Lets what is under way there come to its end, and opens another one for what comes next. At its end it is cut: a
   * polite goodbye would wait for ever on a peer that is not there.
   */
  #leave(line: Line): void {
    if (this.#line === line) this.#line = undefined
    if (line.underWay === 0) line.session.destroy()
  }
}
