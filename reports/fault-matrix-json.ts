import { dependentCases, directCases, type FaultMatrix, type FaultRow, requirementRows } from './fault-matrix.ts'
import { jsonText } from './json.ts'

/** The matrix for programs: by fault, and by requirement; one of them a line. */
export function matrixToJson({ part, faults, leftOpen, excused, unseen, gaps }: FaultMatrix): string {
  const lists = { faults: faults.map(toData), leftOpen: leftOpen.map(toData), requirements: requirementRows(faults) }
  const fields = [
    ...Object.entries({ part, gaps, excused, unseen }).map(([name, value]) => `"${name}":${jsonText(value)}`),
    ...Object.entries(lists).map(([name, list]) => `"${name}":[\n${list.map((one) => jsonText(one)).join(',\n')}\n]`),
  ]
  return `{\n${fields.join(',\n')}\n}\n`
}

function toData({ red, dependents, ...row }: FaultRow): object {
  const others = red.filter(({ direct }) => !direct).map(({ id }) => id)
  return { ...row, seenBy: directCases(red), redToo: others.sort(), dependent: dependentCases({ dependents }) }
}
