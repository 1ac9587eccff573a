import { UsageError } from '../common/usage-error.ts'
import {
  allCases,
  type CaseResult,
  countVerdicts,
  exitCodeOf,
  type RunResult,
  slowestOf,
  sumTimes,
  type Verdict,
  worstOf,
} from '../suites/index.ts'
import { isMet } from './baseline.ts'

/** A report and the file that it comes from. */
export interface RunFile {
  file: string
  run: RunResult
}

/** The cases that every shard has, because they judge what it saw. */
const IN_EVERY_SHARD = new Set(allCases.filter(({ runsLast }) => runsLast).map(({ id }) => id))

/**
 * The whole run that shards are the parts of; a report of a whole run stands for itself.
 *
 * A case that every shard has is as bad as in the worst of them. The times are those of all shards together.
 *
 * @throws {UsageError} for reports that are not all the shards of one run
 */
export function mergeShards(files: readonly RunFile[]): RunResult {
  const [first, ...others] = files
  if (first === undefined) throw new UsageError('There is nothing to merge: name the JSON reports of the shards')
  if (others.length === 0 && first.run.shard === undefined) return first.run
  for (const other of others) checkAlike(first, other)
  checkComplete(files)
  const cases = mergeCases(files)
  const remarks = [...new Set(files.flatMap(({ run }) => run.remarks)), ...staleEntries(cases)]
  const targetTime = sumTimes(files.map(({ run }) => run.targetTime))
  const { shard: _, targetTime: __, ...run } = first.run
  // A shard can be red without a red case, by an entry of its baseline; one that was abandoned has no cases at all.
  const exitCode = files.some((one) => one.run.exitCode === 1) ? 1 : exitCodeOf(cases, staleEntries(cases).length > 0)
  return {
    ...run,
    startedAt: files.map((one) => one.run.startedAt).sort()[0] ?? run.startedAt,
    durationMs: files.reduce((sum, one) => sum + one.run.durationMs, 0),
    ...(targetTime === undefined ? {} : { targetTime }),
    counts: countVerdicts(cases),
    cases,
    remarks,
    exitCode: exitCode === 0 && files.some((one) => one.run.exitCode === 3) ? 3 : exitCode,
  }
}

/** What has to be the same in all shards of a run, and what it is called. */
const ALIKE: [what: string, of: (run: RunResult) => string | number | undefined][] = [
  ['target', (run) => run.target.name],
  ['software of the target', (run) => run.target.software],
  ['version of Plexor', (run) => run.plexor],
  ['spec-version', (run) => run.specVersion],
  ['number of repetitions', (run) => run.repeat ?? 1],
  ['number of shards', (run) => run.shard?.count],
  ['number of selected cases', (run) => run.shard?.selected],
]

function checkAlike(first: RunFile, other: RunFile): void {
  for (const one of [first, other]) {
    if (one.run.shard !== undefined) continue
    throw new UsageError(
      `The report ${one.file} is of a whole run, not of a shard: plexor merge puts together what test --shard wrote`,
    )
  }
  for (const [what, of] of ALIKE) {
    const [one, two] = [of(first.run), of(other.run)]
    if (one === two) continue
    throw new UsageError(
      `The reports ${first.file} and ${other.file} are not of one run: the ${what} is ${quoted(one)} in the first and ${quoted(two)} in the second`,
    )
  }
}

function quoted(value: string | number | undefined): string {
  return value === undefined ? 'not known' : JSON.stringify(value)
}

function checkComplete(files: readonly RunFile[]): void {
  const count = files[0]?.run.shard?.count ?? 1
  const byIndex = new Map<number, string>()
  for (const { file, run } of files) {
    const index = run.shard?.index ?? 1
    const earlier = byIndex.get(index)
    if (earlier !== undefined)
      throw new UsageError(`The reports ${earlier} and ${file} are both of shard ${index}/${count}`)
    byIndex.set(index, file)
  }
  const missing = [...Array(count).keys()].map((index) => index + 1).filter((index) => !byIndex.has(index))
  if (missing.length > 0) {
    const names = missing.map((index) => `${index}/${count}`).join(', ')
    throw new UsageError(`The run is not whole: no report of shard ${names} was given`)
  }
}

/** The cases of all shards, in the order of `plexor list`. */
function mergeCases(files: readonly RunFile[]): CaseResult[] {
  const byId = new Map<string, [RunFile & { result: CaseResult }, ...(RunFile & { result: CaseResult })[]]>()
  for (const one of files) {
    for (const result of one.run.cases) {
      const known = byId.get(result.id)
      if (known === undefined) byId.set(result.id, [{ ...one, result }])
      else known.push({ ...one, result })
    }
  }
  const twice = [...byId].find(([id, found]) => found.length > 1 && !IN_EVERY_SHARD.has(id))
  if (twice !== undefined) {
    const [id, [one, other]] = twice
    throw new UsageError(
      `The reports ${one.file} and ${other?.file} both have the case "${id}", which is in one shard alone`,
    )
  }
  const position = new Map(allCases.map(({ id }, index) => [id, index]))
  return [...byId.values()]
    .map((found) => mergeResults(found.map(({ result }) => result)))
    .sort((a, b) => (position.get(a.id) ?? 0) - (position.get(b.id) ?? 0))
}

/** The worst of the results; what the baseline says is weighed anew, since one shard does not see what another does. */
function mergeResults(results: readonly CaseResult[]): CaseResult {
  const [first, ...others] = results
  if (first === undefined) throw new RangeError('A case has a result in one shard at least')
  if (others.length === 0 && !IN_EVERY_SHARD.has(first.id)) return first
  const bare = ({ expectation: _, ...result }: CaseResult): CaseResult => result
  const worst = worstOf([bare(first), ...others.map(bare)])
  const slowestWait = slowestOf(results)
  const messages = results.flatMap(({ verdict, message }) => (verdict === worst.verdict ? (message ?? []) : []))
  return {
    ...worst,
    durationMs: results.reduce((sum, { durationMs }) => sum + durationMs, 0),
    ...(messages.length === 0 ? {} : { message: [...new Set(messages)].join('\n') }),
    ...(slowestWait === undefined ? {} : { slowestWait }),
    ...expectationOf(first, worst.verdict),
  }
}

function expectationOf({ expectation }: CaseResult, verdict: Verdict): Pick<CaseResult, 'expectation'> {
  return expectation === undefined ? {} : { expectation: { ...expectation, met: isMet(expectation.kind, verdict) } }
}

/** Entries that no shard could find stale by itself. */
function staleEntries(cases: readonly CaseResult[]): string[] {
  return cases
    .filter(({ id, expectation }) => expectation?.met === false && IN_EVERY_SHARD.has(id))
    .map(
      ({ id, verdict }) =>
        `The baseline entry for "${id}" does not hold: in all shards together, the case ended ${verdict}`,
    )
}
