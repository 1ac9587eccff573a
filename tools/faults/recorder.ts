import { isDeepStrictEqual } from 'node:util'
import type { Fault, Policies } from '../../reference/index.ts'
import { rulesetShadow } from './ruleset-shadow.ts'
import { type DecisionPath, decisionAt, delegating, nameOf, pathsOf } from './switchable.ts'

/** Names of the decisions that differ under a fault, by fault and case. */
export type Differences = Map<string, Map<string, Set<string>>>

/** Policies that decide correctly and record where faults would have decided differently. */
export interface Recorder {
  policies: Policies
  differences: Differences
}

/** Decisions that a ruleset is made by. They are compared by the resulting list of rules and their evaluation. */
const RULESET_DECISIONS = [
  'defaultRules.defaults',
  'defaultRules.changeDefault',
  'ruleOrder.merge',
  'rulesApi.list',
  'conditions.compile',
]

/**
 * Creates policies that decide correctly and make every decision for all faults as well.
 *
 * A decision is a function of its arguments, and the rest of the homeserver carries decisions out. So if every decision
 * that a fault replaces has the same result as without the fault, the homeserver behaves as without it. A case in which
 * no decision differs therefore has the same verdict under the fault, and need not be run.
 *
 * @param currentCase returns the case that the homeserver is working for, if known
 */
export function createRecorder(
  correct: Policies,
  faults: readonly Fault[],
  currentCase: () => string | undefined,
): Recorder {
  const differences: Differences = new Map(faults.map(({ name }) => [name, new Map()]))
  const faulty = faults.map((fault) => ({ name: fault.name, policies: fault.apply(correct) }))
  const isKnown = (fault: string, caseId: string) => (differences.get(fault)?.get(caseId)?.size ?? 0) > 0

  function record(fault: string, decision: string) {
    const caseId = currentCase()
    const byCase = differences.get(fault)
    if (caseId === undefined || byCase === undefined) return
    byCase.set(caseId, (byCase.get(caseId) ?? new Set()).add(decision))
  }

  /** Returns the faults without a known difference in the current case. */
  function* undecided<F extends { name: string }>(candidates: readonly F[]): Generator<F> {
    const caseId = currentCase()
    if (caseId === undefined) return
    for (const candidate of candidates) if (!isKnown(candidate.name, caseId)) yield candidate
  }

  const paths = pathsOf(correct)
  const rulesetPaths = paths.filter((path) => RULESET_DECISIONS.includes(nameOf(path)))
  const recorded = rulesetShadow(
    correct,
    faulty.filter(({ policies }) => rulesetPaths.some((path) => replaces(correct, policies, path))),
    undecided,
    record,
  )

  const rivals = new Map(
    paths.map((path) => {
      const replacing = rulesetPaths.includes(path)
        ? []
        : faulty.filter(({ policies }) => replaces(correct, policies, path))
      return [nameOf(path), replacing.map((one) => ({ name: one.name, decision: decisionAt(one.policies, path) }))]
    }),
  )
  const policies = delegating(paths, (path) => {
    const decision = decisionAt(recorded, path)
    const others = rivals.get(nameOf(path)) ?? []
    if (others.length === 0) return decision
    if (typeof decision !== 'function') {
      for (const { name } of undecided(others)) record(name, nameOf(path))
      return decision
    }
    return (...args: unknown[]) => {
      const result = resultOf(decision, args)
      for (const other of undecided(others)) {
        if (!isDeepStrictEqual(resultOf(other.decision, args), result)) record(other.name, nameOf(path))
      }
      if (result.kind === 'thrown') throw result.error
      return result.value
    }
  })
  return { policies, differences }
}

function replaces(correct: Policies, other: Policies, path: DecisionPath): boolean {
  return decisionAt(correct, path) !== decisionAt(other, path)
}

type DecisionResult = { kind: 'returned'; value: unknown } | { kind: 'thrown'; error: unknown }

function resultOf(decision: unknown, args: readonly unknown[]): DecisionResult {
  try {
    return { kind: 'returned', value: Reflect.apply(decision as () => unknown, undefined, args) }
  } catch (error) {
    return { kind: 'thrown', error }
  }
}
