/** Keeps values up to a weight of all together; those that were not asked for the longest make room for others. */
export class BoundedCache<Value> {
  readonly #entries = new Map<string, { value: Value; weight: number }>()
  readonly #maxWeight: number
  #weight = 0

  /** @param maxWeight in whatever `set` weighs by */
  constructor(maxWeight: number) {
    this.#maxWeight = maxWeight
  }

  get(key: string): Value | undefined {
    const entry = this.#entries.get(key)
    if (entry === undefined) return undefined
    this.#entries.delete(key)
    this.#entries.set(key, entry)
    return entry.value
  }

  /** Keeps a value in the place of any other with this key; one that weighs too much by itself is not kept. */
  set(key: string, value: Value, weight: number): void {
    this.delete(key)
    this.#entries.set(key, { value, weight })
    this.#weight += weight
    for (const oldest of this.#entries.keys()) {
      if (this.#weight <= this.#maxWeight) break
      this.delete(oldest)
    }
  }

  delete(key: string): void {
    this.#weight -= this.#entries.get(key)?.weight ?? 0
    this.#entries.delete(key)
  }
}
