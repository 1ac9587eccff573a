import type { Requirement } from '../../spec/index.ts'

/** A case or a vector, as far as coverage asks. */
export interface Verifier {
  id: string
  /** Ids of requirements */
  verifies: readonly string[]
}

/** What stands behind a requirement; the first of these that holds. */
export type Backing = 'cases' | 'vectors' | 'excluded' | 'nothing'

/** A requirement and all that verifies it, by id. */
export interface Coverage {
  requirement: Requirement
  cases: string[]
  vectors: string[]
  backing: Backing
}

/** What verifies each requirement, in the order of the requirements. */
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

/** The area of an id: what stands before its first dot or slash. */
export function areaOf(id: string): string {
  return id.replace(/[./].*$/, '')
}

/** Ids of verifiers by the id of a requirement that they verify. */
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
