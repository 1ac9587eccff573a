/** Case that a fault turned red. */
export interface RedCase {
  id: string
  verdict: string
  /** Message of the case */
  message?: string
  /** Requirements that the case verifies */
  verifies: readonly string[]
  /** True if the fault breaks one of them */
  direct: boolean
  /** Otherwise, the decisions that the fault replaces and the case depends on, or a note that the case checks the whole run */
  through?: readonly string[]
}

/** Results of the cases under one fault. */
export interface FaultRow {
  name: string
  /** Observable behaviour, in one sentence */
  summary: string
  /** IDs of the requirements that it breaks */
  breaks: readonly string[]
  specVersions: readonly string[]
  /** Number of cases that were run */
  ran: number
  red: readonly RedCase[]
  /** Cases that verify nothing that the fault breaks, but in which it changes the result of a decision */
  dependents: readonly { id: string; through: readonly string[] }[]
}

/** Faults, requirements and cases, and the gaps between them. */
export interface FaultMatrix {
  /** Part of the catalogue, in words: `all 300 faults` */
  part: string
  faults: readonly FaultRow[]
  /** Behaviours that the specification permits; no case may be red because of one */
  unspecified: readonly FaultRow[]
  /** Faults that no case can detect from outside, with the reason */
  unseen: Readonly<Record<string, string>>
  /** Reasons why the matrix is not green, as sentences */
  gaps: readonly string[]
}

/** Requirement in the matrix. */
export interface RequirementRow {
  id: string
  /** Faults that break it */
  faults: string[]
  /** Cases that verify it and were red under one of them */
  seenBy: string[]
}

/** Returns the requirements that a fault breaks, sorted by ID, with their faults and cases. */
export function requirementRows(faults: readonly FaultRow[]): RequirementRow[] {
  const ids = [...new Set(faults.flatMap(({ breaks }) => breaks))].sort()
  return ids.map((id) => {
    const breaking = faults.filter(({ breaks }) => breaks.includes(id))
    const seenBy = breaking.flatMap(({ red }) => red.filter((one) => one.verifies.includes(id)).map((one) => one.id))
    return { id, faults: breaking.map(({ name }) => name), seenBy: [...new Set(seenBy)].sort() }
  })
}

/** Groups the dependent cases of a fault by the decisions that they depend on. */
export function dependentCases({ dependents }: Pick<FaultRow, 'dependents'>): { through: string[]; cases: string[] }[] {
  const groups = Map.groupBy(dependents, ({ through }) => through.toSorted().join(' '))
  return [...groups].map(([through, group]) => ({
    through: through.split(' '),
    cases: [...new Set(group.map(({ id }) => id))].sort(),
  }))
}

/** Returns the red cases that verify a requirement that the fault breaks. */
export function directCases(red: readonly RedCase[]): string[] {
  return red
    .filter(({ direct }) => direct)
    .map(({ id }) => id)
    .sort()
}
