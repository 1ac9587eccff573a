/** Choices of one step, made from numbers that were drawn at random. */
export class Choice {
  readonly #numbers: readonly number[]
  #used = 0

  /** @param numbers whole numbers that are not negative */
  constructor(numbers: readonly number[]) {
    this.#numbers = numbers
  }

  /** Returns one of the values; undefined if there are none. */
  of<T>(values: readonly T[]): T | undefined {
    const number = this.#next()
    return values.length === 0 ? undefined : values[number % values.length]
  }

  /** Returns one of the values, of which there is at least one. */
  among<T>(values: readonly [T, ...T[]]): T {
    return values[this.#next() % values.length] ?? values[0]
  }

  /** Returns true in this share of cases, in percent. */
  chance(percent: number): boolean {
    return this.#next() % 100 < percent
  }

  /** Returns the first of the values more often than not, and otherwise any of them, so that more comes together. */
  mostlyFirst<T>(values: readonly [T, ...T[]]): T {
    return this.chance(60) ? values[0] : this.among(values)
  }

  /** Returns one of the values, each as often as its weight says. */
  weighted<T extends { weight: number }>(values: readonly T[]): T | undefined {
    const total = values.reduce((sum, { weight }) => sum + weight, 0)
    let left = this.#next() % Math.max(1, total)
    for (const value of values) {
      left -= value.weight
      if (left < 0) return value
    }
    return undefined
  }

  #next(): number {
    const number = this.#numbers[this.#used % this.#numbers.length] ?? 0
    this.#used += 1
    return number
  }
}
