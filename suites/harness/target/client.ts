import {
  checkRequestBody,
  checkResponse,
  majorVersion,
  type Operation,
  type OperationId,
  operation,
  type SpecVersion,
} from '../../../spec/index.ts'
import { Inconclusive, Mismatch } from '../case/errors.ts'
import { quote } from '../evidence/quote.ts'
import type { Redactor } from '../evidence/redactor.ts'
import type { Timeline } from '../evidence/timeline.ts'
import type { Traffic } from '../evidence/traffic.ts'
import { parseJson } from './parse-json.ts'
import { type RawResponse, type Transport, TransportError } from './transport.ts'

/** What every client of a run shares. */
export interface TargetAccess {
  /** Base URL of the target, without a slash at its end */
  baseUrl: string
  specVersion: SpecVersion
  transport: Transport
  traffic: Traffic
  redactor: Redactor
  /** How long to wait for an answer, a push or a count, in milliseconds */
  timeoutMs: number
}

/** What a call needs beside its operation. */
export interface CallArguments {
  /** Values for the braces in the path; they are percent-encoded here */
  path?: Record<string, string>
  query?: Record<string, string | number | undefined>
  body?: unknown
  /** Sent as it stands instead of `body`, to see what the target makes of broken JSON */
  rawBody?: string
  /** The request breaks the schema on purpose */
  deliberate?: boolean
  /** Longer than the usual patience, for long-polling, in milliseconds */
  extraTimeoutMs?: number
}

/** The answer of the target to one call, checked against the OpenAPI document. */
export interface Answer {
  operation: Operation
  status: number
  /** The parsed body, or its text when it is not JSON */
  body: unknown
  /** What about the answer breaks the schema */
  violations: string[]
  /** The request in one line, for messages */
  request: string
}

/** What is requested: an operation, or something that is none. */
type Called = Pick<Operation, 'method' | 'tag'> & { operationId: string }

const LONGEST_RATE_LIMIT_WAIT_MS = 30_000

/** One user's way to talk to the target: builds requests, honours rate limits, checks and records every exchange. */
export class Client {
  readonly access: TargetAccess
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

  /** Sends this token with every request from now on, or none. */
  useToken(accessToken: string | undefined): void {
    if (accessToken !== undefined) this.access.redactor.add(accessToken)
    this.#accessToken = accessToken
  }

  /** Does what is asked again until it shows what is waited for, and remembers how much of the patience that took. */
  async waiting<T>(what: string, work: () => Promise<T>): Promise<T> {
    const begin = performance.now()
    try {
      return await work()
    } finally {
      this.#timeline.waited(what, performance.now() - begin, this.access.timeoutMs)
    }
  }

  /** Calls an operation and gives its answer, whatever the status. */
  async call(operationId: OperationId, args: CallArguments = {}): Promise<Answer> {
    const called = operation(operationId)
    const path = pathOf(called, args, this.access.specVersion)
    if (args.deliberate !== true && args.rawBody === undefined && args.body !== undefined) {
      const ours = checkRequestBody(operationId, args.body)
      if (ours.length > 0)
        throw new Inconclusive(`Plexor was about to send a wrong body for ${operationId}: ${ours[0]}`)
    }
    const body = args.rawBody ?? (args.body === undefined ? undefined : JSON.stringify(args.body))
    const exchange = await this.#exchange(called, path, body, args)
    const violations = checkResponse(operationId, exchange.raw.status, exchange.body)
    this.access.traffic.record(operationId, violations, this.#caseId)
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
      responseBody: exchange.body,
      ...(violations.length > 0 ? { violations } : {}),
    })
    return {
      operation: called,
      status: exchange.raw.status,
      body: exchange.body,
      violations,
      request: this.access.redactor.text(request),
    }
  }

  /**
   * Requests what is no operation of the specification, and gives the answer unchecked.
   *
   * @param path below the version of the client-server API, such as `/pushrules/unheard_of`
   * @param requestBody sent as JSON
   */
  async probe(method: string, path: string, requestBody?: object): Promise<Pick<Answer, 'status' | 'body'>> {
    const whole = `/_matrix/client/${majorVersion(this.access.specVersion)}${path}`
    const called = { operationId: `${method} ${path}`, method, tag: 'push' } as const
    const text = requestBody === undefined ? undefined : JSON.stringify(requestBody)
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
      responseBody: body,
    })
    return { status: raw.status, body }
  }

  /**
   * Calls an operation that has to succeed.
   *
   * @throws {Mismatch} when an operation of the push module does not; {@link Inconclusive} when another one does not
   */
  async ok(operationId: OperationId, args: CallArguments = {}): Promise<unknown> {
    const response = await this.call(operationId, args)
    if (response.status !== 200) {
      throw fault(
        response.operation,
        `Expected ${response.request} to succeed, found status ${response.status} with ${quote(this.access.redactor.value(response.body))}`,
      )
    }
    if (response.violations.length > 0) {
      throw fault(
        response.operation,
        `The answer to ${response.request} breaks its schema: ${response.violations.join('; ')}`,
      )
    }
    return response.body
  }

  async #exchange(called: Called, path: string, body: string | undefined, args: CallArguments) {
    const timeout = this.access.timeoutMs + (args.extraTimeoutMs ?? 0)
    const headers: Record<string, string> = {}
    if (this.#accessToken !== undefined) headers.authorization = `Bearer ${this.#accessToken}`
    if (body !== undefined) headers['content-type'] = 'application/json'
    let waited = 0
    for (;;) {
      const at = this.#timeline.now()
      const raw = await this.#send(called, path, headers, body, timeout)
      const parsed = parseJson(raw.text)
      const wait = raw.status === 429 ? rateLimitMs(raw, parsed) : undefined
      if (wait === undefined || waited + wait > LONGEST_RATE_LIMIT_WAIT_MS) return { at, raw, body: parsed }
      waited += wait
      this.#timeline.note(`The target limits the rate of ${called.operationId}: waiting ${wait} ms as it asks`)
      await new Promise((resolve) => setTimeout(resolve, wait))
    }
  }

  async #send(
    called: Called,
    path: string,
    headers: Record<string, string>,
    body: string | undefined,
    timeout: number,
  ) {
    const begin = performance.now()
    try {
      return await this.access.transport.send(called.method, this.access.baseUrl + path, headers, body, timeout)
    } catch (error) {
      if (!(error instanceof TransportError)) throw error
      const sentence = `${called.method} ${path} got no answer: ${error.message}`
      this.#timeline.note(sentence)
      throw fault(called, this.access.redactor.text(sentence))
    } finally {
      this.#timeline.waited(`the answer to ${called.operationId}`, performance.now() - begin, timeout)
    }
  }
}

/** A fault of the push module fails the case; a fault of what it builds on only keeps it from being judged. */
function fault(called: Called, sentence: string): Error {
  return called.tag === 'push' ? new Mismatch(sentence) : new Inconclusive(sentence)
}

function pathOf(called: Operation, args: CallArguments, specVersion: SpecVersion): string {
  const path = called.path
    .replace('/_matrix/client/v3/', `/_matrix/client/${majorVersion(specVersion)}/`)
    .replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = args.path?.[name]
      if (value === undefined)
        throw new RangeError(`The operation ${called.operationId} needs a value for "${name}" in its path`)
      return encodeURIComponent(value)
    })
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(args.query ?? {})) if (value !== undefined) query.set(name, String(value))
  return query.size === 0 ? path : `${path}?${query}`
}

/** How long the target asks to wait, in milliseconds: by the header, by the older field, or else a second. */
function rateLimitMs(raw: RawResponse, body: unknown): number {
  const header = Number(raw.headers['retry-after'])
  if (Number.isFinite(header) && header > 0) return header * 1000
  const field = typeof body === 'object' && body !== null ? (body as Record<string, unknown>).retry_after_ms : undefined
  return typeof field === 'number' && field > 0 ? field : 1000
}
