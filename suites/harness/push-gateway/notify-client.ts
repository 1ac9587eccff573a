import { checkNotifyRequest, checkNotifyResponse, type NotifyRequest } from '../../../spec/index.ts'
import { Inconclusive } from '../case/errors.ts'
import { NOTIFY_PATH, NOTIFY_RESPONSE } from '../case/operations.ts'
import type { Redactor } from '../evidence/redactor.ts'
import type { Timeline } from '../evidence/timeline.ts'
import { parseJson } from '../target/body.ts'
import type { TargetAccess } from '../target/client.ts'
import { NoResponse, sendReliably } from '../target/reliable-send.ts'
import { type RawResponse, TransportError } from '../target/transport.ts'

/** Access to a gateway under test, which all cases of a run share. */
export type GatewayAccess = Omit<TargetAccess, 'specVersion'>

/** Response of a gateway under test. */
export interface NotifyResponse {
  status: number
  contentType: string | undefined
  /** The parsed body, or its text when it is not JSON */
  body: unknown
  /** The same without secrets, for messages: they cut what is long, and would keep a part of a secret */
  shown: unknown
}

/** A request that got no response twice, although the gateway responds to others. */
export interface Silence {
  status: undefined
}

/** Client of a gateway under test: sends notifications, and checks and records every exchange. */
export class NotifyClient {
  readonly #access: GatewayAccess
  readonly #timeline: Timeline
  readonly #caseId: string

  constructor(access: GatewayAccess, timeline: Timeline, caseId: string) {
    this.#access = access
    this.#timeline = timeline
    this.#caseId = caseId
  }

  /**
   * Sends a notification.
   *
   * @returns the response, whatever its status
   * @throws {Inconclusive} when there is no response
   */
  async notify(request: NotifyRequest): Promise<NotifyResponse> {
    assertValid(request)
    return await this.post(request)
  }

  /**
   * Sends a notification once, to which the response may take long.
   *
   * @param timeoutMs time to wait for it, in milliseconds
   * @returns the response, whatever its status; nothing if there is none, although the gateway responds to others
   * @throws {Inconclusive} when the gateway does not respond at all any more
   */
  async notifyPatiently(request: NotifyRequest, timeoutMs: number): Promise<NotifyResponse | Silence> {
    assertValid(request)
    try {
      return await this.ask('POST', NOTIFY_PATH, request, (headers, body) => this.#sendOnce(headers, body, timeoutMs))
    } catch (error) {
      if (!(error instanceof TransportError)) throw error
      const { health } = this.#access
      if ((await health.check(this.#caseId)) === 'gone') throw new Inconclusive(health.explanation())
      return { status: undefined }
    }
  }

  async #sendOnce(headers: Record<string, string>, body: string | undefined, timeoutMs: number): Promise<RawResponse> {
    const { transport, baseUrl, health } = this.#access
    return await health.observe(this.#caseId, () =>
      transport.send('POST', baseUrl + NOTIFY_PATH, headers, body, timeoutMs),
    )
  }

  /** Sends any body to the notify endpoint: a string as it is, anything else as JSON. */
  async post(body: unknown): Promise<NotifyResponse> {
    return await this.ask('POST', NOTIFY_PATH, body)
  }

  /**
   * Sends a body to which the gateway need not respond.
   *
   * @returns the response; nothing if there is none, although the gateway responds to other requests all the time
   * @throws {Inconclusive} when there is no response and the gateway stopped responding for a while
   */
  async attempt(body: unknown): Promise<NotifyResponse | Silence> {
    const begin = performance.now()
    try {
      return await this.post(body)
    } catch (error) {
      const isAlone = this.#access.health.interruptionsSince(begin).length === 0
      if (error instanceof NoResponse && isAlone) return { status: undefined }
      throw error
    }
  }

  /**
   * Sends any request.
   *
   * @param send sends it; default: again if there is no response
   * @throws {Inconclusive} when there is no response
   */
  async ask(
    method: string,
    path: string,
    body?: unknown,
    send: SendRequest = (headers, text) => this.#send(method, path, headers, text),
  ): Promise<NotifyResponse> {
    const text = typeof body === 'string' || body === undefined ? body : JSON.stringify(body)
    const at = this.#timeline.now()
    const request = {
      ...({ at, kind: 'client', actor: 'homeserver', summary: `${method} ${path}`, method, path } as const),
      ...(body === undefined ? {} : { requestBody: body }),
      ...(typeof body === 'string' ? ({ requestBodyForm: 'text' } as const) : {}),
    }
    const headers: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' }
    const raw = await send(headers, text).catch((error: unknown) => {
      this.#timeline.add({ ...request, durationMs: this.#timeline.now() - at })
      throw error
    })
    const response = readResponse(raw, this.#access.redactor)
    const isAccepted = path === NOTIFY_PATH && method === 'POST' && response.status === 200
    const violations = isAccepted ? checkNotifyResponse(response.shown) : []
    if (isAccepted) this.#access.traffic.record(NOTIFY_RESPONSE, violations, this.#caseId)
    this.#timeline.add({
      ...request,
      status: response.status,
      durationMs: this.#timeline.now() - at,
      responseBody: response.body,
      ...(violations.length > 0 ? { violations } : {}),
    })
    return response
  }

  async #send(
    method: string,
    path: string,
    headers: Record<string, string>,
    body: string | undefined,
  ): Promise<RawResponse> {
    const { timeoutMs } = this.#access
    const begin = performance.now()
    try {
      const request = { method, path, headers, body, timeoutMs }
      return await sendReliably(this.#access, this.#caseId, request, (sentence) => this.#timeline.note(sentence))
    } finally {
      this.#timeline.waited(`the response to ${method} ${path}`, performance.now() - begin, timeoutMs)
    }
  }
}

/** Sends the headers and the body of a request. */
type SendRequest = (headers: Record<string, string>, body: string | undefined) => Promise<RawResponse>

/** @throws {Inconclusive} when a notification of ours violates the schema */
function assertValid(request: NotifyRequest): void {
  const [ours] = checkNotifyRequest(request)
  if (ours !== undefined) throw new Inconclusive(`Plexor itself failed: its notification violates the schema: ${ours}`)
}

/** Returns a response of a gateway, and what reports may show of it. */
export function readResponse(raw: RawResponse, redactor: Redactor): NotifyResponse {
  const body = parseJson(raw.text)
  return { status: raw.status, contentType: contentTypeOf(raw), body, shown: redactor.value(body) }
}

function contentTypeOf({ headers }: RawResponse): string | undefined {
  const value = headers['content-type']
  return Array.isArray(value) ? value[0] : value
}

/** Returns the pushkeys that a response rejects; undefined if it has no such list. */
export function rejectedIn({ status, body }: Pick<NotifyResponse, 'status' | 'body'>): unknown[] | undefined {
  if (status !== 200 || typeof body !== 'object' || body === null) return undefined
  const { rejected } = body as { rejected?: unknown }
  return Array.isArray(rejected) ? rejected : undefined
}

/**
 * Returns what a response rejects besides some pushkeys, without secrets.
 *
 * @param pushkeys the pushkeys that it may reject
 */
export function otherRejected(response: NotifyResponse, pushkeys: readonly string[]): unknown[] {
  const shown = rejectedIn({ status: response.status, body: response.shown }) ?? []
  const rejected = rejectedIn(response) ?? []
  return shown.filter((_, index) => !pushkeys.some((pushkey) => pushkey === rejected[index]))
}
