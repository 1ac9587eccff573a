/** Violation of the schema of an operation in the exchanges of a run. */
export interface SchemaViolation {
  /** One sentence: place, expected and found */
  violation: string
  /** Number of exchanges with this violation */
  times: number
  /** Case with the first of these exchanges */
  firstSeenIn: string
}

/** Maximum number of different violations that are recorded for an operation. */
const MAX_VIOLATIONS = 20

/** Record of a whole run by operation: the number of exchanges that were checked, and their schema violations. */
export class Traffic {
  readonly #checked = new Map<string, number>()
  readonly #violations = new Map<string, Map<string, SchemaViolation>>()

  /** Records an exchange. */
  record(operationId: string, violations: readonly string[], caseId: string): void {
    this.#checked.set(operationId, this.checked(operationId) + 1)
    if (violations.length === 0) return
    const recorded = this.#violations.get(operationId) ?? new Map<string, SchemaViolation>()
    this.#violations.set(operationId, recorded)
    for (const violation of violations) {
      const known = recorded.get(violation)
      if (known !== undefined) known.times += 1
      else if (recorded.size < MAX_VIOLATIONS) recorded.set(violation, { violation, times: 1, firstSeenIn: caseId })
    }
  }

  /** Clears the record, for the next repetition of a run. */
  clear(): void {
    this.#checked.clear()
    this.#violations.clear()
  }

  /** Returns the number of exchanges of an operation. */
  checked(operationId: string): number {
    return this.#checked.get(operationId) ?? 0
  }

  /** Returns the violations in the exchanges of an operation. */
  violationsOf(operationId: string): SchemaViolation[] {
    return [...(this.#violations.get(operationId)?.values() ?? [])]
  }

  /** Returns the operations with violations, sorted. */
  violatedOperations(): string[] {
    return [...this.#violations.keys()].sort()
  }
}
