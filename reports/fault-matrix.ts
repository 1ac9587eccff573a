/** A case that a fault turned red. */
export interface RedCase {
  id: string
  verdict: string
  /** What the case says it found */
  message?: string
  /** The requirements that the case verifies */
  verifies: readonly string[]
  /** Whether the fault breaks one of them */
  direct: boolean
  /** Otherwise: the decisions on the way of the case that the fault replaces, or that it judges the whole run */
  through?: readonly string[]
}

/** What a fault did to the cases. */
export interface FaultRow {
  name: string
  breaks: string
  requirements: readonly string[]
  specVersions: readonly string[]
  /** How many cases were run */
  ran: number
  red: readonly RedCase[]
  /** Cases that verify nothing which the fault breaks, and in which a decision comes out otherwise by it */
  dependents: readonly { id: string; through: readonly string[] }[]
}

/** Faults, requirements and cases, and what is missing between them. */
export interface FaultMatrix {
  /** Which part of the catalogue it is, in words: `all 300 faults` */
  part: string
  faults: readonly FaultRow[]
  /** Behaviours that the text leaves open; no case may be red because of one */
  leftOpen: readonly FaultRow[]
  /** Cases that no fault can turn red, with the reason */
  excused: Readonly<Record<string, string>>
  /** Faults that no case can see from outside, with the reason */
  unseen: Readonly<Record<string, string>>
  /** What keeps the matrix from being green, as sentences */
  gaps: readonly string[]
}

/** A requirement in the matrix. */
export interface RequirementRow {
  id: string
  /** The faults that break it */
  faults: string[]
  /** The cases that verify it and were red under one of them */
  seenBy: string[]
}

/** The matrix from the side of the requirements that a fault breaks, in the order of their IDs. */
export function requirementRows(faults: readonly FaultRow[]): RequirementRow[] {
  const ids = [...new Set(faults.flatMap(({ requirements }) => requirements))].sort()
  return ids.map((id) => {
    const breaking = faults.filter(({ requirements }) => requirements.includes(id))
    const seenBy = breaking.flatMap(({ red }) => red.filter((one) => one.verifies.includes(id)).map((one) => one.id))
    return { id, faults: breaking.map(({ name }) => name), seenBy: [...new Set(seenBy)].sort() }
  })
}

/** The dependents of a fault, by the decisions through which they depend on it. */
export function dependentCases({ dependents }: Pick<FaultRow, 'dependents'>): { through: string[]; cases: string[] }[] {
  const groups = Map.groupBy(dependents, ({ through }) => through.toSorted().join(' '))
  return [...groups].map(([through, group]) => ({
    through: through.split(' '),
    cases: [...new Set(group.map(({ id }) => id))].sort(),
  }))
}

/** Red cases that verify a requirement which the fault breaks. */
export function directCases(red: readonly RedCase[]): string[] {
  return red
    .filter(({ direct }) => direct)
    .map(({ id }) => id)
    .sort()
}
