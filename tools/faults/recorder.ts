import { isDeepStrictEqual } from 'node:util'
import type { Fault, Policies } from '../../reference/index.ts'
import { rulesetShadow } from './ruleset-shadow.ts'
import { decisionAt, nameOf, type Place, passingOn, placesOf } from './switchable.ts'

/** Which decisions of a case come out otherwise under a fault: by fault and case, the names of the decisions. */
export type Differences = Map<string, Map<string, Set<string>>>

/** Policies that decide as the correct ones do, and note where faults would have decided otherwise. */
export interface Recorder {
  policies: Policies
  differences: Differences
}

/** The decisions that make up what a ruleset means; they are compared by what comes out in the end. */
const RULESET_DECISIONS = ['defaults', 'changeDefault', 'merge', 'list', 'compile']

/**
 * Makes policies that decide correctly and, for each question that is put to them, ask all faults as well.
 *
 * A policy is a function of its arguments, and the rest of the homeserver does what the policies decide. So as long as
 * each decision that a fault replaces comes out as it does without the fault, the homeserver does the same as without
 * it. A case in which no decision came out otherwise therefore ends as it does without the fault, and need not be run.
 *
 * @param currentCase the case for which the homeserver is at work, where it is known
 */
export function createRecorder(
  correct: Policies,
  faults: readonly Fault[],
  currentCase: () => string | undefined,
): Recorder {
  const differences: Differences = new Map(faults.map(({ name }) => [name, new Map()]))
  const faulty = faults.map((fault) => ({ name: fault.name, policies: fault.apply(correct) }))
  const isKnown = (fault: string, caseId: string) => (differences.get(fault)?.get(caseId)?.size ?? 0) > 0

  function note(fault: string, decision: string) {
    const caseId = currentCase()
    const byCase = differences.get(fault)
    if (caseId === undefined || byCase === undefined) return
    byCase.set(caseId, (byCase.get(caseId) ?? new Set()).add(decision))
  }

  /** Those faults whose decision is still of interest to the case that goes on. */
  function* undecided<F extends { name: string }>(candidates: readonly F[]): Generator<F> {
    const caseId = currentCase()
    if (caseId === undefined) return
    for (const candidate of candidates) if (!isKnown(candidate.name, caseId)) yield candidate
  }

  const shadow = rulesetShadow(
    correct.rules,
    faulty
      .filter(({ policies }) =>
        RULESET_DECISIONS.some((member) => replaces(correct, policies, { area: 'rules', member })),
      )
      .map(({ name, policies }) => ({ name, rules: policies.rules })),
    undecided,
    note,
  )
  const recorded: Policies = { ...correct, rules: { ...correct.rules, ...shadow } }

  const places = placesOf(correct)
  const rivals = new Map(
    places.map((place) => {
      const isShadowed = place.area === 'rules' && RULESET_DECISIONS.includes(place.member)
      const replacing = isShadowed ? [] : faulty.filter(({ policies }) => replaces(correct, policies, place))
      return [nameOf(place), replacing.map((one) => ({ name: one.name, decision: decisionAt(one.policies, place) }))]
    }),
  )
  const policies = passingOn(places, (place) => {
    const decision = decisionAt(recorded, place)
    const others = rivals.get(nameOf(place)) ?? []
    if (others.length === 0) return decision
    if (typeof decision !== 'function') {
      for (const { name } of undecided(others)) note(name, nameOf(place))
      return decision
    }
    return (...args: unknown[]) => {
      const result = outcomeOf(decision, args)
      for (const other of undecided(others)) {
        if (!isDeepStrictEqual(outcomeOf(other.decision, args), result)) note(other.name, nameOf(place))
      }
      if ('thrown' in result) throw result.thrown
      return result.value
    }
  })
  return { policies, differences }
}

function replaces(correct: Policies, other: Policies, place: Place): boolean {
  return decisionAt(correct, place) !== decisionAt(other, place)
}

type Attempt = { value: unknown } | { thrown: unknown }

function outcomeOf(decision: unknown, args: readonly unknown[]): Attempt {
  try {
    return { value: Reflect.apply(decision as () => unknown, undefined, args) }
  } catch (thrown) {
    return { thrown }
  }
}
