/** Map with a maximum number and age of entries; the oldest are removed to make room for new ones. */
export class BoundedMap<Value> {
  readonly #entries = new Map<string, { value: Value; at: number }>()
  readonly #limits: { entries: number; ageMs: number }
  readonly #now: () => number

  constructor(limits: { entries: number; ageMs: number }, now: () => number = Date.now) {
    this.#limits = limits
    this.#now = now
  }

  get(key: string): Value | undefined {
    const entry = this.#entries.get(key)
    if (entry === undefined) return undefined
    if (this.#now() - entry.at < this.#limits.ageMs) return entry.value
    this.#entries.delete(key)
    return undefined
  }

  set(key: string, value: Value): void {
    this.#entries.delete(key)
    this.#entries.set(key, { value, at: this.#now() })
    const oldest = this.#entries.keys().next()
    if (this.#entries.size > this.#limits.entries && !oldest.done) this.#entries.delete(oldest.value)
  }

  delete(key: string): void {
    this.#entries.delete(key)
  }
}
