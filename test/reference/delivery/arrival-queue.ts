/** Things that arrive, taken out in their order by who waits for them. */
export interface ArrivalQueue<T> {
  put(item: T): void
  /** The oldest that nobody took yet, as soon as there is one. */
  take(): Promise<T>
}

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
