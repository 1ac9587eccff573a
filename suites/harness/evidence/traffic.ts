/** One exchange that broke the schema of its operation, kept as evidence. */
export interface Breach {
  violation: string
  /** How many exchanges of the run showed it */
  times: number
  /** The case whose exchange showed it first */
  firstSeenIn: string
}

/** What passed between Plexor and the target in the whole run, per operation: how much was checked, and what was wrong. */
export class Traffic {
  readonly #checked = new Map<string, number>()
  readonly #breaches = new Map<string, Map<string, Breach>>()

  record(operationId: string, violations: readonly string[], caseId: string): void {
    this.#checked.set(operationId, this.checked(operationId) + 1)
    if (violations.length === 0) return
    const breaches = this.#breaches.get(operationId) ?? new Map<string, Breach>()
    this.#breaches.set(operationId, breaches)
    for (const violation of violations) {
      const known = breaches.get(violation)
      if (known !== undefined) known.times += 1
      else if (breaches.size < 20) breaches.set(violation, { violation, times: 1, firstSeenIn: caseId })
    }
  }

  /** Forgets everything, for a run that begins anew. */
  clear(): void {
    this.#checked.clear()
    this.#breaches.clear()
  }

  /** How many exchanges of this operation were checked. */
  checked(operationId: string): number {
    return this.#checked.get(operationId) ?? 0
  }

  breaches(operationId: string): Breach[] {
    return [...(this.#breaches.get(operationId)?.values() ?? [])]
  }

  /** The operations that had at least one breach. */
  broken(): string[] {
    return [...this.#breaches.keys()].sort()
  }
}
