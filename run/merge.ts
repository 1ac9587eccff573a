import { plural } from '../common/text.ts'
import { UsageError } from '../common/usage-error.ts'
import { isMet } from './baseline.ts'
import type { CaseResult, Expectation, RunResult, Verdict } from './events.ts'
import { combineFailures } from './expected-failure.ts'
import { slowestOf, sumTimes, worstOf } from './repetitions.ts'
import { summarise } from './summary.ts'

/** JSON report of a shard. */
export interface ShardReport {
  /** Name of its file, for messages */
  file: string
  run: RunResult
}

/** Case as the merge needs it: whether it is in every shard, because it checks the whole run. */
export interface MergedCase {
  id: string
  runsLast?: boolean
}

/**
 * Merges the reports of all shards of a run. The report of a whole run is returned as it is.
 *
 * Times are added. Of a case that is in every shard, the worst result counts.
 *
 * @param reports one report for each shard, in any order
 * @param cases every case that exists, in the order of the merged report
 * @throws {UsageError} when the reports are not exactly the shards of one run
 */
export function mergeShards(reports: readonly ShardReport[], cases: readonly MergedCase[]): RunResult {
  const [first, ...others] = reports
  if (first === undefined) throw new UsageError('Nothing to merge: name the JSON reports of the shards')
  if (others.length === 0 && first.run.shard === undefined) return first.run
  for (const other of others) assertSameRun(first, other)
  assertComplete(reports)
  const inEveryShard = new Set(cases.filter(({ runsLast }) => runsLast).map(({ id }) => id))
  const merged = mergeCases(reports, cases, inEveryShard)
  const stale = staleEntries(merged, inEveryShard)
  const targetTime = sumTimes(reports.map(({ run }) => run.targetTime))
  const cutOff = cutOffOf(reports, merged)
  const { shard: _, targetTime: __, cutOff: ___, ...run } = first.run
  // A shard can be red without a red case, because of its baseline; a shard without a run has no cases at all.
  const red = stale.length > 0 || reports.some((one) => one.run.conclusion === 'not conformant')
  const summary = summarise(
    merged,
    red,
    reports.some((one) => one.run.conclusion === 'inconclusive'),
  )
  const interruptions = reports.flatMap((one) => one.run.interruptions ?? [])
  return {
    ...run,
    startedAt: reports.map((one) => one.run.startedAt).sort()[0] ?? run.startedAt,
    durationMs: reports.reduce((sum, one) => sum + one.run.durationMs, 0),
    ...(targetTime === undefined ? {} : { targetTime }),
    ...summary,
    ...(cutOff === undefined ? {} : { cutOff }),
    ...(interruptions.length === 0 ? {} : { interruptions }),
    remarks: [...new Set(reports.flatMap((one) => one.run.remarks)), ...stale],
  }
}

/** Returns how shards ended early, with the cases that none of them reached; undefined if all of them ended as planned. */
function cutOffOf(reports: readonly ShardReport[], merged: readonly CaseResult[]): RunResult['cutOff'] {
  const cuts = reports.flatMap((one) => one.run.cutOff ?? [])
  if (cuts.length === 0) return undefined
  const reached = new Set(merged.map(({ id }) => id))
  const notReached = new Set(cuts.flatMap((one) => one.notReached).filter((id) => !reached.has(id)))
  return { why: [...new Set(cuts.map(({ why }) => why))].join('; '), notReached: [...notReached] }
}

/** Properties that all shards of a run have in common, with their names in messages. */
const COMMON: [name: string, of: (run: RunResult) => string | number | undefined][] = [
  ['target', (run) => run.target.name],
  ['software of the target', (run) => run.target.software],
  ['version of Plexor', (run) => run.plexor],
  ['spec version', (run) => run.specVersion],
  ['level', (run) => run.settings?.level],
  ['time to settle in milliseconds', (run) => run.settings?.settleMs],
  ['number of repetitions', (run) => run.repeat ?? 1],
  ['number of shards', (run) => run.shard?.count],
  ['number of selected cases', (run) => run.shard?.selected],
]

function assertSameRun(first: ShardReport, other: ShardReport): void {
  for (const one of [first, other]) {
    if (one.run.shard !== undefined) continue
    throw new UsageError(
      `Cannot merge "${one.file}": expected the report of a shard, as test --shard writes it, found that of a whole run`,
    )
  }
  for (const [name, of] of COMMON) {
    const [expected, found] = [of(first.run), of(other.run)]
    if (expected === found) continue
    throw new UsageError(
      `Cannot merge "${other.file}" with "${first.file}": expected the ${name} ${quoted(expected)}, found ${quoted(found)}`,
    )
  }
}

function quoted(value: string | number | undefined): string {
  return value === undefined ? 'unknown' : JSON.stringify(value)
}

function assertComplete(reports: readonly ShardReport[]): void {
  const count = reports[0]?.run.shard?.count ?? 1
  const byIndex = new Map<number, string>()
  for (const { file, run } of reports) {
    const index = run.shard?.index ?? 1
    const earlier = byIndex.get(index)
    if (earlier !== undefined) {
      throw new UsageError(`Cannot merge "${earlier}" and "${file}": both are reports of shard ${index}/${count}`)
    }
    byIndex.set(index, file)
  }
  const missing = [...Array(count).keys()].map((index) => index + 1).filter((index) => !byIndex.has(index))
  if (missing.length > 0) {
    const names = missing.map((index) => `${index}/${count}`).join(', ')
    throw new UsageError(`Cannot merge ${plural(reports.length, 'report')}: no report of shard ${names} was given`)
  }
}

function mergeCases(
  reports: readonly ShardReport[],
  cases: readonly MergedCase[],
  inEveryShard: ReadonlySet<string>,
): CaseResult[] {
  const byId = new Map<string, [Found, ...Found[]]>()
  for (const { file, run } of reports) {
    for (const result of run.cases) {
      const others = byId.get(result.id)
      if (others === undefined) byId.set(result.id, [{ file, result }])
      else others.push({ file, result })
    }
  }
  for (const [id, [one, other]] of byId) {
    if (other === undefined || inEveryShard.has(id)) continue
    throw new UsageError(`Cannot merge "${one.file}" and "${other.file}": both have the case "${id}"`)
  }
  const position = new Map(cases.map(({ id }, index) => [id, index]))
  return [...byId.values()]
    .map(([first, ...others]) => mergeResults([first.result, ...others.map(({ result }) => result)], inEveryShard))
    .sort((a, b) => (position.get(a.id) ?? 0) - (position.get(b.id) ?? 0))
}

/** Result of a case in a report. */
interface Found {
  file: string
  result: CaseResult
}

/**
 * Returns the worst result, with everything that the case failed for in all shards. It is compared with the baseline
 * again, since a shard does not see what the others do.
 */
function mergeResults(results: readonly [CaseResult, ...CaseResult[]], inEveryShard: ReadonlySet<string>): CaseResult {
  const [first, ...others] = results
  if (others.length === 0 && !inEveryShard.has(first.id)) return first
  const bare = ({ expectation: _, ...result }: CaseResult): CaseResult => result
  const worst = worstOf([bare(first), ...others.map(bare)])
  const slowestWait = slowestOf(results)
  const messages = results.flatMap(({ verdict, message }) => (verdict === worst.verdict ? (message ?? []) : []))
  return {
    ...worst,
    durationMs: results.reduce((sum, { durationMs }) => sum + durationMs, 0),
    ...(messages.length === 0 ? {} : { message: [...new Set(messages)].join('\n') }),
    ...combineFailures(results, worst),
    ...(slowestWait === undefined ? {} : { slowestWait }),
    ...compareAgain(results, worst.verdict),
  }
}

/** Compares the worst verdict with the baseline. What a shard failed for unexpectedly is unexpected in the whole. */
function compareAgain(results: readonly CaseResult[], verdict: Verdict): Pick<CaseResult, 'expectation'> {
  const expectations = results.flatMap(({ expectation }) => expectation ?? [])
  const [first] = expectations
  if (first === undefined) return {}
  const unexpected = [...new Set(expectations.flatMap((each) => each.unexpected ?? []))]
  const compared: Expectation = { kind: first.kind, reason: first.reason, met: isMet(first.kind, verdict) }
  return { expectation: unexpected.length === 0 ? compared : { ...compared, met: false, unexpected } }
}

/** Returns a remark for each baseline entry that no shard could find stale by itself. */
function staleEntries(cases: readonly CaseResult[], inEveryShard: ReadonlySet<string>): string[] {
  return cases
    .filter(({ id, expectation }) => inEveryShard.has(id) && isUnmet(expectation))
    .map(
      ({ id, verdict }) =>
        `The baseline entry for "${id}" does not hold: in all shards together, the case ended ${verdict}`,
    )
}

/** Reports whether an entry does not hold for another reason than what the case failed for, which its shard remarks on. */
function isUnmet(expectation: Expectation | undefined): boolean {
  return expectation?.met === false && expectation.unexpected === undefined
}
