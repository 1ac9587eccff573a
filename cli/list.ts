import { FAULTS } from '../reference/index.ts'
import { requirements } from '../spec/index.ts'
import { cases, spanOf } from '../suites/index.ts'

/** What `plexor list` can show beside the cases. */
export interface ListOptions {
  requirements?: boolean
  coverage?: boolean
  faults?: boolean
}

/** `plexor list`: the cases, or the requirements, what verifies them, or the faults of the reference. */
export function list(options: ListOptions): number {
  const lines = options.requirements
    ? requirements.map((row) => `${row.id}  [${row.level}]  ${row.text}\n    ${row.section}`)
    : options.coverage
      ? coverage()
      : options.faults
        ? FAULTS.map((fault) => `${fault.name}  ${fault.breaks}`)
        : cases.map((row) => `${row.id}  [${row.level}, ${spanOf(row)}]  ${row.title}`)
  process.stdout.write(`${lines.join('\n')}\n`)
  return 0
}

function coverage(): string[] {
  return requirements.map(({ id, excluded }) => {
    const verifying = cases.filter(({ verifies }) => verifies.includes(id)).map((row) => row.id)
    return `${id}: ${verifying.length > 0 ? verifying.join(', ') : `no case: ${excluded ?? 'not yet'}`}`
  })
}
