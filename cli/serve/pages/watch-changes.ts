import type { Activity } from './activity.ts'

/** Maximum number of pages that wait for changes at the same time. */
export const MAX_WATCHERS = 50

/** Interval of the comments that keep a stream without changes alive, in milliseconds. */
const HEARTBEAT_MS = 15_000

/**
 * Creates the streams that tell pages of changes, as server-sent events: each event is the revision of the activity.
 *
 * @param activity activity that is watched
 * @param stop ends all streams when it is aborted
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function createWatch(activity: Activity, stop: AbortSignal): () => Response {
  let watchers = 0
  const encoder = new TextEncoder()
  return () => {
    if (watchers >= MAX_WATCHERS) return new Response('Too many pages are open\n', { status: 503 })
    watchers += 1
    const left = new AbortController()
    left.signal.addEventListener('abort', () => {
      watchers -= 1
    })
    const signal = AbortSignal.any([stop, left.signal])
    let sent = ''
    const stream = new ReadableStream<Uint8Array>({
      async pull(controller) {
        await activity.changed(sent, HEARTBEAT_MS, signal)
        if (signal.aborted) {
          left.abort()
          return controller.close()
        }
        const text = activity.revision === sent ? ': nothing new\n\n' : `data: ${activity.revision}\n\n`
        sent = activity.revision
        controller.enqueue(encoder.encode(text))
      },
      cancel: () => left.abort(),
    })
    return new Response(stream, { headers: { 'content-type': 'text/event-stream' } })
  }
}
