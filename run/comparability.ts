import { plural } from '../common/text.ts'
import type { RunResult } from './events.ts'

/** Run with the name by which a comparison calls it. */
export interface NamedRun {
  /** Name for people: `Synapse/1.163.2`, `before` */
  name: string
  run: RunResult
  /** Address of the HTML report on the run, to which a page of the comparison links; default: no links */
  page?: string
}

/** Properties by which the runs of a comparison should not differ, each with the sentence that says that they do. */
const PROPERTIES: [differ: string, of: (run: RunResult) => string | undefined][] = [
  ['The runs were judged by different versions of the specification', ({ specVersion }) => specVersion],
  ['The runs were judged by different versions of Plexor, which may have different cases', ({ plexor }) => plexor],
  ['The runs judged different levels of requirements', ({ settings }) => settings?.level],
]

/**
 * Returns sentences about why the results of runs cannot simply be set side by side: different versions of the
 * specification or of Plexor, different judged levels, cases that some runs do not have, and runs that are incomplete.
 */
export function comparabilityWarnings(runs: readonly NamedRun[]): string[] {
  return [...versionWarnings(runs), ...missingCases(runs), ...runs.flatMap(incompleteness)]
}

/** Returns sentences about what the results of runs were judged by, if that differs: versions and levels. */
export function versionWarnings(runs: readonly NamedRun[]): string[] {
  return PROPERTIES.flatMap(([differ, of]) => differenceIn(runs, differ, of))
}

/** Says which values of a property the runs have, if there are several. A run without a value says nothing about it. */
function differenceIn(runs: readonly NamedRun[], differ: string, of: (run: RunResult) => string | undefined): string[] {
  const byValue = new Map<string, string[]>()
  for (const { name, run } of runs) {
    const value = of(run)
    if (value !== undefined) byValue.set(value, [...(byValue.get(value) ?? []), name])
  }
  if (byValue.size < 2) return []
  const values = [...byValue].map(([value, names]) => `${value} (${names.join(', ')})`)
  return [`${differ}: ${values.join('; ')}`]
}

/** Counts the cases that other runs have. A case that does not apply to a version has a result, and so is not missing. */
function missingCases(runs: readonly NamedRun[]): string[] {
  const all = new Set(runs.flatMap(({ run }) => run.cases.map(({ id }) => id)))
  return runs.flatMap(({ name, run }) => {
    const missing = all.size - run.cases.length
    return missing > 0 ? [`${name} has no result for ${plural(missing, 'case')} that another run has`] : []
  })
}

function incompleteness({ name, run: { shard, cutOff, conclusion } }: NamedRun): string[] {
  return [
    ...(shard === undefined ? [] : [`${name} is only shard ${shard.index}/${shard.count} of a run`]),
    ...(cutOff === undefined ? [] : [`The run of ${name} ended early: ${cutOff.why}`]),
    ...(cutOff === undefined && conclusion === 'inconclusive' ? [`The run of ${name} is inconclusive`] : []),
  ]
}
