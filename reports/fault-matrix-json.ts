import { dependentCases, directCases, type FaultMatrix, type FaultRow, requirementRows } from './fault-matrix.ts'
import { jsonText } from './json.ts'

/** The matrix for programs: by fault, and by requirement. */
export function matrixToJson({ part, faults, leftOpen, excused, unseen, gaps }: FaultMatrix): string {
  const matrix = {
    part,
    gaps,
    faults: faults.map(toData),
    leftOpen: leftOpen.map(toData),
    requirements: requirementRows(faults),
    ...{ excused, unseen },
  }
  return `${jsonText(matrix, 1)}\n`
}

function toData({ red, dependents, ...row }: FaultRow): object {
  const others = red.filter(({ direct }) => !direct).map(({ id }) => id)
  return { ...row, seenBy: directCases(red), redToo: others.sort(), dependent: dependentCases({ dependents }) }
}
