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

function toData({ red, ...row }: FaultRow): object {
  return { ...row, seenBy: directCases(red), dependent: dependentCases(red) }
}
