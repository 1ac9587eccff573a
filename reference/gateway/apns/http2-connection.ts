import { type ClientHttp2Session, connect } from 'node:http2'
import { rootCertificates } from 'node:tls'
import { ServiceError } from '../push-provider.ts'
import { type ApnsConnection, type ApnsResponse, MAX_RESPONSE_BYTES } from './connection.ts'

/** HTTP/2 session, and the number of requests in progress on it. */
interface TrackedSession {
  session: ClientHttp2Session
  inProgress: number
}

/** Connection with `node:http2`. */
export class Http2Connection implements ApnsConnection {
  readonly #origin: string
  readonly #ca: string | undefined

  /** Session for the next request; `#sessions` also has those that are only finishing their requests */
  #current: TrackedSession | undefined
  readonly #sessions = new Set<TrackedSession>()

  /** @param ca CA certificate (PEM) to trust besides the well-known ones */
  constructor(origin: string, ca: string | undefined) {
    this.#origin = origin
    this.#ca = ca
  }

  post(path: string, headers: Record<string, string>, body: string, signal: AbortSignal): Promise<ApnsResponse> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(new ServiceError('there was no time left'))
      const tracked = this.#getSession()
      // The default would omit the brackets of an IPv6 address
      const target = { ':method': 'POST', ':authority': new URL(this.#origin).host, ':path': path }
      const stream = tracked.session.request({ ...target, ...headers })
      tracked.inProgress += 1
      const giveUp = () => {
        // The connection may be dead, so the next request uses another one
        this.#leave(tracked)
        stream.destroy(new ServiceError('it did not respond in time'))
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
        if (text.length > MAX_RESPONSE_BYTES) stream.destroy(new ServiceError('its response is too long'))
      })
      stream.on('error', reject)
      stream.on('close', () => {
        signal.removeEventListener('abort', giveUp)
        tracked.inProgress -= 1
        if (this.#current !== tracked) this.#leave(tracked)
        if (status === 0) reject(new ServiceError('it closed the connection without a response'))
        else resolve({ status, retryAfter, body: text })
      })
      stream.end(body)
    })
  }

  async close(): Promise<void> {
    this.#current = undefined
    for (const { session } of this.#sessions) session.destroy()
  }

  #getSession(): TrackedSession {
    const known = this.#current
    if (known !== undefined && !known.session.closed && !known.session.destroyed) return known
    const session = connect(this.#origin, this.#ca === undefined ? {} : { ca: [...rootCertificates, this.#ca] })
    const tracked: TrackedSession = { session, inProgress: 0 }
    const leave = () => this.#leave(tracked)
    // Its streams receive the error too, and reject the requests
    session.on('error', leave)
    session.on('goaway', leave)
    session.on('close', () => {
      this.#leave(tracked)
      this.#sessions.delete(tracked)
    })
    // An idle connection must not keep the process alive
    session.unref()
    this.#current = tracked
    this.#sessions.add(tracked)
    return tracked
  }

  /**
   * Lets a session finish its requests, and uses another one for those that follow. When it has finished, it is
   * destroyed instead of closed, which would wait forever for an unreachable peer.
   */
  #leave(tracked: TrackedSession): void {
    if (this.#current === tracked) this.#current = undefined
    if (tracked.inProgress === 0) tracked.session.destroy()
  }
}
