import { type Inbox, TooManyWaiters } from '../devices/inbox.ts'

/** Interval of the comments that keep a stream without pushes alive, in milliseconds. */
const HEARTBEAT_MS = 15_000

/**
 * Streams the pushes of a device as server-sent events: event `push`, with the number of the push as its ID.
 *
 * @param after number of the last push that the client has seen
 * @throws {TooManyWaiters} when `MAX_WAITERS` are waiting already
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function watchInbox(inbox: Inbox, after: number): Response {
  if (inbox.crowded) throw new TooManyWaiters()
  const stop = new AbortController()
  const encoder = new TextEncoder()
  let last = after
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode(': pushes follow as they arrive\n\n')),
    async pull(controller) {
      const pushes = await inbox.next({ after: last, ms: HEARTBEAT_MS, signal: stop.signal })
      for (const push of pushes) {
        last = push.n
        controller.enqueue(encoder.encode(`id: ${push.n}\nevent: push\ndata: ${JSON.stringify(push)}\n\n`))
      }
      if (pushes.length > 0 || stop.signal.aborted) return
      if (inbox.closed) controller.close()
      else controller.enqueue(encoder.encode(': nothing new\n\n'))
    },
    cancel: () => stop.abort(),
  })
  return new Response(stream, { headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' } })
}
