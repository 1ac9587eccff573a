import { FAULTS } from '../reference/index.ts'
import { requirements } from '../spec/index.ts'
import { cases, spanOf } from '../suites/index.ts'
import { aligned, indented, twoColumns } from './columns.ts'
import { fullCoverage } from './full-coverage.ts'
import { listCoverage } from './list-coverage.ts'
import { listRequirements } from './list-requirements.ts'

/** What `plexor list` can show beside the cases. */
export interface ListOptions {
  requirements?: boolean
  coverage?: boolean
  faults?: boolean
}

/** `plexor list`: the cases, or the requirements, what verifies them, or the faults of the reference. */
export function list(options: ListOptions): number {
  process.stdout.write(`${linesOf(options).join('\n')}\n`)
  return 0
}

function linesOf({ requirements: asRegister, coverage, faults }: ListOptions): string[] {
  if (asRegister) return listRequirements(requirements)
  if (coverage) return listCoverage(fullCoverage())
  if (faults) return twoColumns(FAULTS.map(({ name, breaks }) => [name, breaks]))
  return listCases()
}

function listCases(): string[] {
  const heads = aligned(cases.map((row) => [row.id, row.level, spanOf(row)]))
  return cases.flatMap((row, index) => [heads[index] ?? row.id, ...indented(row.title)])
}
