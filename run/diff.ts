import type { CaseResult, RunResult, Verdict } from './events.ts'

/** A case that two runs have, and that ended otherwise in the second. */
export interface Changed {
  before: CaseResult
  after: CaseResult
}

/** What is different in the second of two runs. Every case is in one list at most; lists are in the order of the runs. */
export interface RunDiff {
  before: RunResult
  after: RunResult
  /** Failed or could not be judged, and did not before */
  regressed: Changed[]
  /** Passed, and failed or could not be judged before */
  fixed: Changed[]
  /** Another verdict, which is neither of the two */
  changed: Changed[]
  /** The same verdict for another reason */
  otherReason: Changed[]
  added: CaseResult[]
  removed: CaseResult[]
  /** How many cases are as they were */
  same: number
}

const BAD: readonly Verdict[] = ['failed', 'inconclusive']

/**
 * Compares two runs case by case, by what the target did: what a baseline says of it plays no part. That a case is gone
 * is never a regression, and neither is a new one that fails: there is nothing to compare it with.
 */
export function diffRuns(before: RunResult, after: RunResult): RunDiff {
  const diff: RunDiff = {
    ...{ before, after, regressed: [], fixed: [], changed: [], otherReason: [], added: [], same: 0 },
    removed: [],
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

function sort(diff: RunDiff, pair: Changed): void {
  const [from, to] = [pair.before.verdict, pair.after.verdict]
  if (from === to) {
    if (reasonOf(pair.before) === reasonOf(pair.after)) diff.same += 1
    else diff.otherReason.push(pair)
  } else if (BAD.includes(to) && !BAD.includes(from)) diff.regressed.push(pair)
  else if (BAD.includes(from) && to === 'passed') diff.fixed.push(pair)
  else diff.changed.push(pair)
}

/** A reason without what is made up anew in each run: identifiers, keys, names, times and counts. */
function reasonOf({ message = '' }: CaseResult): string {
  return message
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}/g, 'uuid')
    .replaceAll(/[$!#@][^\s"',;]+/g, 'id')
    .replaceAll(/plexor-[\w-]+/g, 'name')
    .replaceAll(/\d+(?:\.\d+)?/g, '0')
}
