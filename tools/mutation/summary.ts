import type { Mutant } from './mutant.ts'
import type { Comparison } from './no-change.ts'

/** Summarises a mutation run for people. */
export function summarise(mutants: number, survived: number, { explained, unexplained, stale }: Comparison): string {
  const killed = mutants - survived
  const equivalent = survived - unexplained.length
  const lines = [
    `Killed ${killed} of ${mutants} mutants: ${percent(killed, mutants)}`,
    `Killed ${killed} of ${mutants - equivalent} that are not equivalent: ${percent(killed, mutants - equivalent)}`,
    ...explained.map(({ reason, count }) => `  ${String(count).padStart(4)} ${reason}`),
    ...unexplained.map((mutant) => `Survived, but is not listed in no-change.yaml: ${listed(mutant)}`),
    ...stale.map((mutant) => `Listed in no-change.yaml, but did not survive: ${listed(mutant)}`),
  ]
  return `${lines.join('\n')}\n`
}

function percent(part: number, whole: number): string {
  return `${whole === 0 ? '100.0' : ((100 * part) / whole).toFixed(1)} %`
}

/** Formats a mutant as the list has it, so that it can be copied. */
function listed({ file, line, from, to }: Mutant): string {
  return `${file}: ${JSON.stringify([line, from, to])}`
}
