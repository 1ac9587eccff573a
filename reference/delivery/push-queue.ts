/** Push request in the queue, without its body, which is read only to be sent. */
export interface QueuedPush {
  /** Greater than the IDs of all earlier requests */
  id: number

  /** ID of the pusher; requests of the same pusher keep their order */
  pusherId: number

  /** URL of the gateway */
  url: string
  pushkey: string

  /** Time at which the request was queued, in Unix milliseconds */
  queuedAt: number
}

/**
 * Queue of push requests. The sender stores a request together with the event that caused it, and wakes the delivery
 * when both are committed; the delivery removes it.
 */
export interface PushQueue {
  /** Returns the pushers that have queued requests. */
  pusherIds(): number[]

  /** Returns the oldest request of the pusher. */
  oldest(pusherId: number): QueuedPush | undefined

  /** Returns the newest request of the pusher. */
  newest(pusherId: number): QueuedPush | undefined

  /** Returns the body of a request, as JSON; `undefined` if it is no longer queued. */
  body(id: number): string | undefined

  /** Removes requests that were delivered or given up, in one transaction. */
  remove(ids: readonly number[]): void
}
