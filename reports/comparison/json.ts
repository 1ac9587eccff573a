import type { Cell, ComparedRequirement, Comparison, NamedRun } from '../../run/index.ts'
import { jsonText } from '../json.ts'

/** Version of the format. It is raised when a field changes its meaning or goes away. */
const COMPARISON_SCHEMA = 1

/** Formats a comparison as JSON: the runs, the warnings, the counts, and each requirement with what every run says. */
export function comparisonToJson({ runs, warnings, requirements, levels }: Comparison): string {
  const value = {
    schema: COMPARISON_SCHEMA,
    runs: runs.map(describeRun),
    warnings,
    levels: levels.map(({ level, counts }) => ({ level, counts })),
    requirements: requirements.map(describeRequirement),
  }
  return `${jsonText(value, 1)}\n`
}

function describeRun({ name, run }: NamedRun) {
  const { target, specVersion, plexor, startedAt, conclusion, counts } = run
  const software = target.software === undefined ? {} : { software: target.software }
  return { name, kind: target.kind, ...software, specVersion, plexor, startedAt, conclusion, counts }
}

function describeRequirement({ cells, ...row }: ComparedRequirement) {
  return { ...row, cells: cells.map(describeCell) }
}

function describeCell({ kind, cases }: Cell) {
  return {
    kind,
    cases: cases.map(({ kind, result: { id, message } }) => ({
      id,
      kind,
      ...(message === undefined ? {} : { message }),
    })),
  }
}
