import { type Requirement, requirements } from '../../spec/index.ts'
import { allCases } from '../../suites/index.ts'
import { vectors } from '../../suites/vectors/index.ts'

/** Case or vector, with the requirements that it verifies. */
export interface Verifier {
  id: string
  /** Ids of requirements */
  verifies: readonly string[]
}

/** Strongest support of a requirement: cases, else vectors, else the reason why nothing can verify it. */
export type Backing = 'cases' | 'vectors' | 'excluded' | 'nothing'

/** Requirement, with the ids of all cases and vectors that verify it. */
export interface Coverage {
  requirement: Requirement
  cases: string[]
  vectors: string[]
  backing: Backing
}

/** Finds the cases and vectors that verify each requirement, in the order of the requirements. */
export function coverageOf(
  requirements: readonly Requirement[],
  cases: readonly Verifier[],
  vectors: readonly Verifier[],
): Coverage[] {
  const [byCase, byVector] = [verifiersById(cases), verifiersById(vectors)]
  return requirements.map((requirement) => {
    const row = {
      requirement,
      cases: byCase.get(requirement.id) ?? [],
      vectors: byVector.get(requirement.id) ?? [],
    }
    return { ...row, backing: backingOf(row) }
  })
}

/** Finds the coverage of the whole catalogue, by all cases and vectors. */
export function fullCoverage(): Coverage[] {
  return coverageOf(
    requirements,
    allCases,
    vectors.map(({ id, requirement }) => ({ id, verifies: [requirement] })),
  )
}

/** Groups the ids of cases or vectors by the requirements that they verify. */
function verifiersById(verifiers: readonly Verifier[]): Map<string, string[]> {
  const byRequirement = new Map<string, string[]>()
  for (const { id, verifies } of verifiers) {
    for (const requirement of verifies) {
      byRequirement.set(requirement, [...(byRequirement.get(requirement) ?? []), id])
    }
  }
  return byRequirement
}

function backingOf({ requirement, cases, vectors }: Omit<Coverage, 'backing'>): Backing {
  if (cases.length > 0) return 'cases'
  if (vectors.length > 0) return 'vectors'
  return requirement.excluded === undefined ? 'nothing' : 'excluded'
}
