import { inAnyItem, violationPattern } from '../../../run/index.ts'

/** Violation of the schema of an operation in the exchanges of a run. */
export interface SchemaViolation {
  /** One sentence: place, with `*` for the index of a list, expected and found */
  violation: string
  /** Number of exchanges with this violation */
  times: number
  /** Case with the first of these exchanges */
  firstSeenIn: string
}

/** Operation that the target does not have. */
export interface MissingOperation {
  /** Method and path of the specification: `GET /_matrix/client/v3/notifications` */
  endpoint: string
  /** Status and errcode of the first response */
  found: string
  /** Number of requests that needed it */
  times: number
  /** Case with the first of these requests */
  firstSeenIn: string
}

/** Pushes of events in a run. */
export interface EventPushes {
  pushes: number
  /** Number of them that repeat one that the push receiver had accepted */
  repeated: number
  /** Case with the first repetition; absent if there is none */
  firstSeenIn?: string
}

/** Maximum number of different violations that are recorded for an operation. */
const MAX_VIOLATIONS = 20

/** Record of a whole run by operation: the number of exchanges that were checked, and their schema violations. */
export class Traffic {
  readonly #checked = new Map<string, number>()
  readonly #violations = new Map<string, Map<string, SchemaViolation>>()
  readonly #succeeded = new Set<string>()
  readonly #missing = new Map<string, MissingOperation>()
  #judges: ReadonlySet<string> = new Set()
  #pushes: EventPushes = { pushes: 0, repeated: 0 }

  /** Sets the ids of the cases of the run, among them those that judge all exchanges of an operation. */
  setCases(ids: Iterable<string>): void {
    this.#judges = new Set(ids)
  }

  /** Records that a request of an operation succeeded, so that the target has it. */
  succeeded(operationId: string): void {
    this.#succeeded.add(operationId)
  }

  /** Reports whether the target has shown that it has an operation. */
  has(operationId: string): boolean {
    return this.#succeeded.has(operationId)
  }

  /**
   * Records that the target does not have an operation that a case needs.
   *
   * @param operationId the operation
   * @param judge the id of the case that judges all its exchanges
   * @param found the endpoint, and the response
   * @param caseId the case that needs it
   * @returns the id of the case that fails for it: the one that judges the operation, or the first one that needs it if
   *   that is not in the run
   */
  missing(
    operationId: string,
    judge: string,
    found: Pick<MissingOperation, 'endpoint' | 'found'>,
    caseId: string,
  ): string {
    const known = this.#missing.get(operationId)
    if (known === undefined) this.#missing.set(operationId, { ...found, times: 1, firstSeenIn: caseId })
    else known.times += 1
    return this.#judges.has(judge) ? judge : (known?.firstSeenIn ?? caseId)
  }

  /** Returns an operation if the target does not have it. */
  missingOperation(operationId: string): MissingOperation | undefined {
    return this.#missing.get(operationId)
  }

  /** Records an exchange. */
  record(operationId: string, violations: readonly string[], caseId: string): void {
    this.#checked.set(operationId, this.checked(operationId) + 1)
    if (violations.length === 0) return
    const recorded = this.#violations.get(operationId) ?? new Map<string, SchemaViolation>()
    this.#violations.set(operationId, recorded)
    for (const [kind, [first = kind]] of Map.groupBy(violations, violationPattern)) {
      const known = recorded.get(kind)
      if (known !== undefined) known.times += 1
      else if (recorded.size < MAX_VIOLATIONS)
        recorded.set(kind, { violation: inAnyItem(first), times: 1, firstSeenIn: caseId })
    }
  }

  /**
   * Records a push of an event.
   *
   * @param isRepeated whether the push receiver had accepted one of the same event and pushkey before
   * @param caseId the case that got it
   */
  recordPush(isRepeated: boolean, caseId: string): void {
    const { pushes, repeated, firstSeenIn = caseId } = this.#pushes
    this.#pushes = isRepeated
      ? { pushes: pushes + 1, repeated: repeated + 1, firstSeenIn }
      : { ...this.#pushes, pushes: pushes + 1 }
  }

  /** Pushes of events so far. */
  get pushesOfEvents(): EventPushes {
    return this.#pushes
  }

  /** Clears the record, for the next repetition of a run. */
  clear(): void {
    this.#checked.clear()
    this.#violations.clear()
    this.#succeeded.clear()
    this.#missing.clear()
    this.#pushes = { pushes: 0, repeated: 0 }
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
