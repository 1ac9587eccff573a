import type { Mutant } from './mutant.ts'
import type { Comparison } from './no-change.ts'

/** What came of all mutants, for people. */
export function summarise(mutants: number, survived: number, { explained, unexplained, stale }: Comparison): string {
  const killed = mutants - survived
  const harmless = survived - unexplained.length
  const lines = [
    `${killed} of ${mutants} mutants are killed: ${percent(killed, mutants)}`,
    `${killed} of ${mutants - harmless} that change what is asked: ${percent(killed, mutants - harmless)}`,
    ...explained.map(({ reason, count }) => `  ${String(count).padStart(4)} ${reason}`),
    ...unexplained.map((mutant) => `Survived, and no-change.yaml does not list it: ${inShort(mutant)}`),
    ...stale.map((mutant) => `Listed in no-change.yaml, and does not survive: ${inShort(mutant)}`),
  ]
  return `${lines.join('\n')}\n`
}

function percent(part: number, whole: number): string {
  return `${whole === 0 ? '100.0' : ((100 * part) / whole).toFixed(1)} %`
}

/** As the list has it, to be copied from here. */
function inShort({ file, line, from, to }: Mutant): string {
  return `${file}: ${JSON.stringify([line, from, to])}`
}
