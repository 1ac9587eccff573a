/** Queue of arriving items, for tests that wait for each of them. */
export interface ArrivalQueue<T> {
  put(item: T): void

  /** Removes the oldest item, as soon as there is one. */
  take(): Promise<T>
}

/** Creates an empty queue. */
export function createArrivalQueue<T>(): ArrivalQueue<T> {
  const items: T[] = []
  const takers: ((item: T) => void)[] = []
  return {
    put(item) {
      const taker = takers.shift()
      if (taker === undefined) items.push(item)
      else taker(item)
    },
    take() {
      const item = items.shift()
      return item === undefined ? new Promise((resolve) => takers.push(resolve)) : Promise.resolve(item)
    },
  }
}
