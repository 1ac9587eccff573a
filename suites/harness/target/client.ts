import { quote } from '../../../common/text.ts'
import {
  checkRequestBody,
  checkResponse,
  majorVersion,
  type Operation,
  type OperationId,
  operation,
  type SpecVersion,
} from '../../../spec/index.ts'
import { Inconclusive, Mismatch, type MismatchDetails, NotApplicable } from '../case/errors.ts'
import { schemaCaseId } from '../case/operations.ts'
import type { Redactor } from '../evidence/redactor.ts'
import { MAX_KEPT_BODY, type Timeline } from '../evidence/timeline.ts'
import type { Traffic } from '../evidence/traffic.ts'
import { errcodeOf, parseJson } from './body.ts'
import type { TargetHealth } from './health.ts'
import { sendReliably } from './reliable-send.ts'
import type { RawResponse, Transport } from './transport.ts'

/** Access to the target, which all clients of a run share. */
export interface TargetAccess {
  /** Base URL of the target, without a trailing slash */
  baseUrl: string
  specVersion: SpecVersion
  transport: Transport
  traffic: Traffic
  redactor: Redactor
  /** Watch over whether the target responds at all */
  health: TargetHealth
  /** Time to wait for a response, a push or an unread count, in milliseconds */
  timeoutMs: number
}

/** Arguments of a call. */
export interface CallArguments {
  /** Values for the braces in the path, not percent-encoded */
  path?: Record<string, string>
  query?: Record<string, string | number | undefined>
  body?: unknown
  /** Text to send instead of `body`, for malformed JSON */
  rawBody?: string
  /** True if the request violates the schema on purpose; default: false */
  deliberate?: boolean
  /** Time to add to the timeout, for long-polling, in milliseconds */
  extraTimeoutMs?: number
}

/** Response of the target to a call, checked against the OpenAPI document. */
export interface CheckedResponse {
  operation: Operation
  status: number
  /** The parsed body, or its text when it is not JSON */
  body: unknown
  /** Violations of the schema */
  violations: string[]
  /** The request in one line, for messages */
  request: string
}

/** Operation that is requested, or something that is not an operation of the specification. */
type RequestedOperation = Pick<Operation, 'method' | 'tag'> & { operationId: string }

/** Maximum time to wait in total because of rate limits, in milliseconds. */
const MAX_RATE_LIMIT_WAIT_MS = 30_000

/** Minimum time of the first wait because of a rate limit, in milliseconds. That of each further one is twice as long. */
const MIN_RATE_LIMIT_WAIT_MS = 10

/** Client of one user: builds requests, respects rate limits, and checks and records every exchange. */
export class Client {
  readonly access: TargetAccess
  /** Operations that were requested, except those that only read, with the rooms that their paths name */
  readonly changes = new Map<OperationId | 'unknown', Set<string>>()
  /** False once the case has ended: what is requested to clean up is not checked for the cases about schemas */
  isJudged = true
  /** True once the target has limited the rate of requests */
  isRateLimited = false
  readonly #timeline: Timeline
  readonly #actor: string
  readonly #caseId: string
  #accessToken: string | undefined

  constructor(access: TargetAccess, timeline: Timeline, caseId: string, actor: string) {
    this.access = access
    this.#timeline = timeline
    this.#caseId = caseId
    this.#actor = actor
  }

  /** Sets the access token of all further requests; undefined for none. */
  useToken(accessToken: string | undefined): void {
    if (accessToken !== undefined) this.access.redactor.add(accessToken)
    this.#accessToken = accessToken
  }

  #changed(operationId: OperationId | 'unknown', roomId?: string): void {
    const rooms = this.changes.get(operationId) ?? new Set()
    this.changes.set(operationId, roomId === undefined ? rooms : rooms.add(roomId))
  }

  /** Runs work that waits for something, and records the time. */
  async waiting<T>(what: string, work: () => Promise<T>): Promise<T> {
    const begin = performance.now()
    try {
      return await work()
    } finally {
      this.#timeline.waited(what, performance.now() - begin, this.access.timeoutMs)
    }
  }

  /**
   * Calls an operation.
   *
   * @returns the response, whatever its status
   * @throws {Inconclusive} when it gets no response, or the request violates the schema and is not `deliberate`
   */
  async call(operationId: OperationId, args: CallArguments = {}): Promise<CheckedResponse> {
    const called = operation(operationId)
    const path = pathOf(called, args, this.access.specVersion)
    if (args.deliberate !== true && args.rawBody === undefined && args.body !== undefined) {
      const ours = checkRequestBody(operationId, args.body)
      if (ours.length > 0)
        throw new Inconclusive(`Plexor itself failed: its request ${operationId} violates the schema: ${ours[0]}`)
    }
    if (called.method !== 'GET') this.#changed(operationId, args.path?.roomId)
    const body = args.rawBody ?? (args.body === undefined ? undefined : JSON.stringify(args.body))
    const exchange = await this.#exchange(called, path, body, args)
    const violations = checkResponse(operationId, exchange.raw.status, exchange.body)
    if (this.isJudged) this.access.traffic.record(operationId, violations, this.#caseId)
    if (exchange.raw.status < 300) this.access.traffic.succeeded(operationId)
    const request = `${called.method} ${path}`
    this.#timeline.add({
      at: exchange.at,
      kind: 'client',
      actor: this.#actor,
      summary: request,
      method: called.method,
      path,
      status: exchange.raw.status,
      durationMs: this.#timeline.now() - exchange.at,
      ...(this.#accessToken === undefined ? {} : { signedIn: true }),
      ...(body === undefined ? {} : { requestBody: args.rawBody ?? args.body }),
      ...(args.rawBody === undefined ? {} : { requestBodyForm: 'text' }),
      responseBody: exchange.raw.text.length > MAX_KEPT_BODY ? exchange.raw.text : exchange.body,
      ...(violations.length > 0 ? { violations } : {}),
    })
    if (isServerError(exchange.raw.status) && isWellFormed(operationId, args)) {
      this.#serverError(request, exchange.raw.status, exchange.body)
    }
    return {
      operation: called,
      status: exchange.raw.status,
      body: exchange.body,
      violations,
      request: this.access.redactor.text(request),
    }
  }

  /**
   * Requests something that is not an operation of the specification.
   *
   * @param method the HTTP method
   * @param path the path after the version of the client-server API, such as `/pushrules/unheard_of`
   * @param requestBody the body, to be sent as JSON
   * @returns the response, which is not checked
   */
  async probe(method: string, path: string, requestBody?: object): Promise<Pick<CheckedResponse, 'status' | 'body'>> {
    const whole = `/_matrix/client/${majorVersion(this.access.specVersion)}${path}`
    const called = { operationId: `${method} ${path}`, method, tag: 'push' } as const
    const text = requestBody === undefined ? undefined : JSON.stringify(requestBody)
    if (method !== 'GET') this.#changed('unknown')
    const { at, raw, body } = await this.#exchange(called, whole, text, {})
    this.#timeline.add({
      at,
      kind: 'client',
      actor: this.#actor,
      summary: `${method} ${whole}`,
      method,
      path: whole,
      ...(this.#accessToken === undefined ? {} : { signedIn: true }),
      status: raw.status,
      durationMs: this.#timeline.now() - at,
      ...(requestBody === undefined ? {} : { requestBody }),
      responseBody: raw.text.length > MAX_KEPT_BODY ? raw.text : body,
    })
    if (isServerError(raw.status)) this.#serverError(`${method} ${whole}`, raw.status, body)
    return { status: raw.status, body }
  }

  /**
   * Sends a request that is not in the timeline, without an access token.
   *
   * @param path the path after the origin of the target
   * @param body the body, which is JSON
   * @throws {NoResponse} when it gets no response, although the target responds to others
   * @throws {Inconclusive} when the target does not respond at all
   */
  async send(method: string, path: string, body?: string): Promise<RawResponse> {
    const headers: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' }
    const request = { method, path, headers, body, timeoutMs: this.access.timeoutMs }
    return await sendReliably(this.access, this.#caseId, request, (sentence) => this.#silence(method, sentence))
  }

  /**
   * Calls an operation that has to succeed.
   *
   * @param details what the mismatch shows if it fails, such as the requirement that the target violates
   * @returns the body of the response
   * @throws {Mismatch} when an operation of the push module fails, or its response violates the schema
   * @throws {NotApplicable} when the target does not have this operation of the push module, and another case fails for it
   * @throws {Inconclusive} when any other operation fails, or its response violates the schema
   */
  async ok(operationId: OperationId, args: CallArguments = {}, details: MismatchDetails = {}): Promise<unknown> {
    const response = await this.call(operationId, args)
    this.expectSuccess(response, details)
    if (response.violations.length > 0) {
      throw failure(
        response.operation,
        `Expected the response to ${response.request} to conform to its schema, found violations: ${response.violations.join('; ')}`,
      )
    }
    return response.body
  }

  /**
   * Fails the case unless a request succeeded. The body is not checked.
   *
   * @param details what the mismatch shows if it failed, such as the requirement that the target violates
   * @throws {Mismatch} when an operation of the push module failed
   * @throws {NotApplicable} when the target does not have this operation of the push module, and another case fails for it
   * @throws {Inconclusive} when any other operation failed
   */
  expectSuccess(response: CheckedResponse, details: MismatchDetails = {}): void {
    const { operation: called, status, body, request } = response
    if (status === 200) return
    this.expectEndpoint(response)
    throw failure(
      called,
      `Expected ${request} to succeed, found status ${status} with ${quote(this.access.redactor.value(body))}`,
      details,
    )
  }

  /**
   * Makes sure that the target has the operation of a response, if that is one of the push module.
   *
   * @throws {Mismatch} when it does not, and no other case fails for it
   * @throws {NotApplicable} when it does not, and another case fails for it
   */
  expectEndpoint(response: CheckedResponse): void {
    if (response.operation.tag === 'push' && this.#isMissing(response)) throw this.#missing(response)
  }

  /** Records that a request got no response. If it does more than read, it can take effect late or twice. */
  #silence(method: string, sentence: string): void {
    if (method === 'GET') this.#timeline.note(sentence)
    else this.#timeline.raiseDoubt(`${sentence}: it was sent again, and may have taken effect late or twice`)
  }

  /** Records that a well-formed request got a server error. */
  #serverError(request: string, status: number, body: unknown): void {
    const { redactor } = this.access
    this.#timeline.serverError({ request: redactor.text(request), status, body: redactor.value(body) })
  }

  /** Reports whether a response says that the target does not have the operation at all. */
  #isMissing({ operation: called, status, body }: CheckedResponse): boolean {
    if ((status !== 404 && status !== 405) || this.access.traffic.has(called.operationId)) return false
    const errcode = errcodeOf(body)
    return errcode === undefined || errcode === 'M_UNRECOGNIZED'
  }

  #missing({ operation: { operationId, method, path }, status, body }: CheckedResponse): Error {
    const endpoint = `${method} ${path}`
    const errcode = errcodeOf(body)
    const found = `status ${status}${errcode === undefined ? '' : ` with ${quote(errcode)}`}`
    const judge = this.access.traffic.missing(operationId, schemaCaseId(operationId), { endpoint, found }, this.#caseId)
    if (judge === this.#caseId) return new Mismatch(`Expected the target to have ${endpoint}, found ${found}`)
    return new NotApplicable(`The target does not have ${endpoint} (${found}), which ${judge} fails for`)
  }

  async #exchange(called: RequestedOperation, path: string, body: string | undefined, args: CallArguments) {
    const timeout = this.access.timeoutMs + (args.extraTimeoutMs ?? 0)
    const headers: Record<string, string> = {}
    if (this.#accessToken !== undefined) headers.authorization = `Bearer ${this.#accessToken}`
    if (body !== undefined) headers['content-type'] = 'application/json'
    let waited = 0
    for (let least = MIN_RATE_LIMIT_WAIT_MS; ; least *= 2) {
      const at = this.#timeline.now()
      const raw = await this.#send(called, path, headers, body, timeout)
      const parsed = parseJson(raw.text)
      const wait = raw.status === 429 ? Math.max(least, rateLimitMs(raw, parsed)) : undefined
      if (wait === undefined) return { at, raw, body: parsed }
      if (waited + wait > MAX_RATE_LIMIT_WAIT_MS) {
        this.#timeline.raiseDoubt(
          `The target limits the rate of ${called.operationId} for more than ${MAX_RATE_LIMIT_WAIT_MS / 1000} s: raise its limits while it is tested`,
        )
        return { at, raw, body: parsed }
      }
      waited += wait
      this.isRateLimited = true
      this.#timeline.note(`The target limits the rate of ${called.operationId}: waiting ${wait} ms as it asks`)
      await new Promise((resolve) => setTimeout(resolve, wait))
    }
  }

  async #send(
    called: RequestedOperation,
    path: string,
    headers: Record<string, string>,
    body: string | undefined,
    timeout: number,
  ) {
    const begin = performance.now()
    try {
      const request = { method: called.method, path, headers, body, timeoutMs: timeout }
      return await sendReliably(this.access, this.#caseId, request, (sentence) =>
        this.#silence(called.method, sentence),
      )
    } finally {
      this.#timeline.waited(`the response to ${called.operationId}`, performance.now() - begin, timeout)
    }
  }
}

/** Reports whether a status says that the target failed, and not a proxy before it or its capacity. */
function isServerError(status: number): boolean {
  return status >= 500 && ![502, 503, 504].includes(status)
}

/** Reports whether a request conforms to the schema of its operation, whatever the case meant to send. */
function isWellFormed(operationId: OperationId, { body, rawBody }: CallArguments): boolean {
  return rawBody === undefined && (body === undefined || checkRequestBody(operationId, body).length === 0)
}

/** Creates the error for a request that failed: a failed push-module request fails the case, a failed prerequisite does not. */
function failure(called: RequestedOperation, sentence: string, details: MismatchDetails = {}): Error {
  return called.tag === 'push' ? new Mismatch(sentence, details) : new Inconclusive(sentence)
}

function pathOf(called: Operation, args: CallArguments, specVersion: SpecVersion): string {
  const path = called.path
    .replace('/_matrix/client/v3/', `/_matrix/client/${majorVersion(specVersion)}/`)
    .replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = args.path?.[name]
      if (value === undefined)
        throw new RangeError(`Path of ${called.operationId}: expected a value for "${name}", found none`)
      return encodeURIComponent(value.toWellFormed())
    })
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(args.query ?? {})) if (value !== undefined) query.set(name, String(value))
  return query.size === 0 ? path : `${path}?${query}`
}

/** Returns the time that the target asks to wait, in milliseconds: from the header, the older field, or else a second. */
function rateLimitMs(raw: RawResponse, body: unknown): number {
  const header = Number(raw.headers['retry-after'])
  if (Number.isFinite(header) && header > 0) return header * 1000
  const field = typeof body === 'object' && body !== null ? (body as Record<string, unknown>).retry_after_ms : undefined
  return typeof field === 'number' && field > 0 ? field : 1000
}
