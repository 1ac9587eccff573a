/** Requests that wait for a change that concerns a user. */
export interface Waiters {
  /** Resolves when the user is woken, the time is over, the signal aborts or the server closes. */
  wait(userId: string, milliseconds: number, signal: AbortSignal): Promise<void>
  /** Wakes the requests of some users. */
  wake(userIds: Iterable<string>): void
  /** Wakes all requests. Later ones do not wait at all. */
  close(): void
  readonly closed: boolean
}

/** Creates an empty list of waiting requests. */
export function createWaiters(): Waiters {
  const waiting = new Map<string, Set<() => void>>()
  let closed = false

  function wake(userIds: Iterable<string>) {
    for (const userId of userIds) for (const resume of waiting.get(userId) ?? []) resume()
  }

  return {
    wait(userId, milliseconds, signal) {
      if (closed || signal.aborted) return Promise.resolve()
      const { promise, resolve } = Promise.withResolvers<void>()
      const waitingForUser = waiting.get(userId) ?? new Set()
      waiting.set(userId, waitingForUser)
      const timer = setTimeout(resume, milliseconds)
      waitingForUser.add(resume)
      signal.addEventListener('abort', resume)
      return promise

      function resume() {
        clearTimeout(timer)
        signal.removeEventListener('abort', resume)
        waitingForUser.delete(resume)
        if (waitingForUser.size === 0 && waiting.get(userId) === waitingForUser) waiting.delete(userId)
        resolve()
      }
    },
    wake,
    close() {
      closed = true
      wake([...waiting.keys()])
    },
    get closed() {
      return closed
    },
  }
}
