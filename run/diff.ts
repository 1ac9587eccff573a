import { versionWarnings } from './comparability.ts'
import type { CaseResult, RunResult, Verdict } from './events.ts'

/** Case with different results in two runs. */
export interface ChangedCase {
  before: CaseResult
  after: CaseResult
}

/** Differences between two runs. Each case is in at most one of the lists, which keep the order of the runs. */
export interface RunDiff {
  before: RunResult
  after: RunResult
  /** Cases that failed or were inconclusive, and did neither before */
  regressed: ChangedCase[]
  /** Cases that passed, and failed or were inconclusive before */
  fixed: ChangedCase[]
  /** Cases with another verdict that are neither regressed nor fixed */
  changed: ChangedCase[]
  /** Cases with the same verdict for another reason */
  otherReason: ChangedCase[]
  /** Cases that only the second run has */
  added: CaseResult[]
  /** Cases that only the first run has */
  removed: CaseResult[]
  /** Number of cases with the same verdict for the same reason */
  same: number
  /** Sentences about why the runs cannot simply be compared, such as different versions of the specification */
  warnings: string[]
}

const BAD: readonly Verdict[] = ['failed', 'inconclusive']

/**
 * Compares two runs case by case. Baselines play no part in it: only what the target did counts.
 *
 * A case that only one of the runs has is never a regression, since there is nothing to compare it with.
 *
 * @param before result of the first run
 * @param after result of the second run
 */
export function diffRuns(before: RunResult, after: RunResult): RunDiff {
  const diff: RunDiff = {
    ...{ before, after, regressed: [], fixed: [], changed: [], otherReason: [], added: [], same: 0 },
    removed: [],
    warnings: versionWarnings([
      { name: 'before', run: before },
      { name: 'after', run: after },
    ]),
  }
  const earlier = new Map(before.cases.map((result) => [result.id, result]))
  const later = new Set(after.cases.map(({ id }) => id))
  for (const result of after.cases) {
    const old = earlier.get(result.id)
    if (old === undefined) diff.added.push(result)
    else sort(diff, { before: old, after: result })
  }
  diff.removed = before.cases.filter(({ id }) => !later.has(id))
  return diff
}

function sort(diff: RunDiff, pair: ChangedCase): void {
  const [from, to] = [pair.before.verdict, pair.after.verdict]
  if (from === to) {
    if (reasonOf(pair.before) === reasonOf(pair.after)) diff.same += 1
    else diff.otherReason.push(pair)
  } else if (BAD.includes(to) && !BAD.includes(from)) diff.regressed.push(pair)
  else if (BAD.includes(from) && to === 'passed') diff.fixed.push(pair)
  else diff.changed.push(pair)
}

/** Returns the message without what differs in each run: identifiers, keys, names, times and counts. */
function reasonOf({ message = '' }: CaseResult): string {
  return message
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}/g, 'uuid')
    .replaceAll(/[$!#@][^\s"',;]+/g, 'id')
    .replaceAll(/plexor-[\w-]+/g, 'name')
    .replaceAll(/\d+(?:\.\d+)?/g, '0')
}
