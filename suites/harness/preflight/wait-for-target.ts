import { isSilence } from '../target/connection-failure.ts'
import { eventually } from '../target/deadline.ts'
import { type RawResponse, TransportError } from '../target/transport.ts'

/** Wait for a target that is starting. */
export interface Waiting {
  /** Maximum time to wait, in milliseconds; 0 for not at all */
  waitMs?: number
  /** Called once, when the target does not respond yet, with a sentence for people */
  onWait?(sentence: string): void
  /** Ends the wait when it is aborted */
  signal?: AbortSignal
}

/** Pauses between two requests, in milliseconds. */
const PAUSES = { firstMs: 100, longestMs: 1_000 }

/** Minimum time for a response, in milliseconds: the last request may begin just before the end of the wait. */
const LEAST_MS = 1_000

/** Statuses of a server that is starting, or of a proxy before it. */
const NOT_READY = new Set([502, 503, 504])

/** Reports whether a status says that the target, or what is behind it, is not ready. */
export function isNotReady(status: number): boolean {
  return NOT_READY.has(status)
}

/** Last response to a request, or the reason why there was none. */
export type Outcome = RawResponse | TransportError

/**
 * Sends a request, again and again while the target may be starting: nothing listens, there is no response, or the status
 * is 502, 503 or 504.
 *
 * @param url the URL of the target, for the sentence
 * @param ask sends the request
 * @param timeoutMs time to wait for each response, in milliseconds
 * @returns the last outcome; if there was no response to any request, the one that waited longest for it
 */
export async function askUntilReady(
  url: string,
  ask: (timeoutMs: number) => Promise<RawResponse>,
  timeoutMs: number,
  { waitMs = 0, onWait = () => {}, signal }: Waiting = {},
): Promise<Outcome> {
  if (waitMs === 0) return await outcomeOf(ask(timeoutMs))
  const end = performance.now() + waitMs
  let isAnnounced = false
  let last!: Outcome
  let longest: { limitMs: number; outcome: TransportError } | undefined
  const attempt = async () => {
    const limitMs = Math.min(timeoutMs, Math.max(LEAST_MS, end - performance.now()))
    last = await outcomeOf(ask(Math.ceil(limitMs)))
    if (!isTimeout(last)) longest = undefined
    else if (longest === undefined || longest.limitMs < limitMs) longest = { limitMs, outcome: last }
    if (!mayBeStarting(last) || signal?.aborted === true) return last
    if (!isAnnounced) onWait(`Waiting up to ${waitMs / 1000} s for the target at ${url}: ${reasonOf(last)}`)
    isAnnounced = true
    return undefined
  }
  await eventually(attempt, waitMs, PAUSES)
  return longest?.outcome ?? last
}

/** Returns the end of a sentence about a target that is not ready: that Plexor has waited, if so. */
export function afterWaiting({ waitMs = 0 }: Waiting = {}): string {
  return waitMs === 0 ? '' : ` (also after waiting for ${waitMs / 1000} s)`
}

async function outcomeOf(response: Promise<RawResponse>): Promise<Outcome> {
  try {
    return await response
  } catch (error) {
    if (error instanceof TransportError) return error
    throw error
  }
}

function isTimeout(outcome: Outcome): outcome is TransportError {
  return outcome instanceof TransportError && outcome.kind === 'no-response'
}

function mayBeStarting(outcome: Outcome): boolean {
  return outcome instanceof TransportError ? isSilence(outcome.kind) : isNotReady(outcome.status)
}

function reasonOf(outcome: Outcome): string {
  return outcome instanceof TransportError ? outcome.message : `it returns status ${outcome.status}`
}
