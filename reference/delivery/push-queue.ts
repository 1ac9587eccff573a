/** A push request that waits to be delivered, but for its body, which is only read to be sent. */
export interface QueuedPush {
  /** Greater than those of all requests that were queued before */
  id: number
  /** Names the pusher among all others; requests of the same pusher keep their order */
  pusherId: number
  /** Where the gateway is */
  url: string
  pushkey: string
  /** Unix milliseconds */
  queuedAt: number
}

/**
 * Where push requests wait. Whoever has a request to send puts it there, together with what caused it, and wakes the
 * delivery when both are safely stored; the delivery takes it out.
 */
export interface PushQueue {
  /** The pushers that have anything waiting. */
  pusherIds(): number[]
  /** The longest-waiting request of the pusher. */
  oldest(pusherId: number): QueuedPush | undefined
  /** The request of the pusher that came last. */
  newest(pusherId: number): QueuedPush | undefined
  /** The JSON of a request; `undefined` when it waits no more. */
  body(id: number): string | undefined
  /** Takes out requests that are delivered or given up, all at once. */
  remove(ids: readonly number[]): void
}
