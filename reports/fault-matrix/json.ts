import { jsonText } from '../json.ts'
import { dependentCases, directCases, type FaultMatrix, type FaultRow, requirementRows } from './matrix.ts'

/** Returns the matrix as JSON: faults, then requirements, one per line. */
export function matrixToJson({ part, faults, unspecified, unseen, gaps }: FaultMatrix): string {
  const lists = {
    faults: faults.map(toData),
    unspecified: unspecified.map(toData),
    requirements: requirementRows(faults),
  }
  const fields = [
    ...Object.entries({ part, gaps, unseen }).map(([name, value]) => `"${name}":${jsonText(value)}`),
    ...Object.entries(lists).map(([name, list]) => `"${name}":[\n${list.map((one) => jsonText(one)).join(',\n')}\n]`),
  ]
  return `{\n${fields.join(',\n')}\n}\n`
}

function toData({ red, dependents, ...row }: FaultRow): object {
  const others = red.filter(({ direct }) => !direct).map(({ id }) => id)
  return { ...row, seenBy: directCases(red), redToo: others.sort(), dependent: dependentCases({ dependents }) }
}
