import { didYouMean } from '../common/did-you-mean.ts'
import { parseYaml, type YamlValue } from '../common/yaml-source.ts'
import type { CaseResult, Expectation, Verdict } from './events.ts'

/** Kinds of entries in a baseline. */
export const EXPECTATIONS = ['must-fail', 'may-flake'] as const satisfies Expectation['kind'][]

/** Entry of a baseline. */
export interface BaselineEntry {
  /** Exact id of the case */
  case: string
  kind: Expectation['kind']
  /** Explanation why this is a defect of the target and not of Plexor */
  reason: string
  /** Place of the entry: `known.yaml:3:5` */
  place: string
}

/** Known failures of a target: entries by case id, in the order of the file. */
export type Baseline = ReadonlyMap<string, BaselineEntry>

/** Cases that a baseline is compared with. */
export interface BaselineScope {
  /** Ids of all cases that exist. Entries with another id are mistakes. */
  knownIds: readonly string[]
  /** Ids of the cases that this run was asked for. Entries for other cases are ignored. */
  selectedIds: readonly string[]
  /** Ids of the cases that saw only a part of the run, and so may pass although others of them fail */
  partial?: ReadonlySet<string>
}

/** Comparison of the results of a run with a baseline. */
export interface AppliedBaseline {
  /** The results, each with the expectation from its entry */
  cases: CaseResult[]
  /** A sentence for each entry that does not hold */
  remarks: string[]
  /** True if an entry does not hold, which makes the run red whatever its cases say */
  red: boolean
}

const ENTRY_KEYS = ['case', 'reason'] as const

/**
 * Parses a baseline: YAML with the lists `must-fail` and `may-flake`, whose entries have `case` (an exact id) and
 * `reason`.
 *
 * @param text the content of the file
 * @param fileName the name of the file, for messages
 * @throws {UsageError} when it is not a baseline; the message has the file, line and column of the first mistake
 */
export function loadBaseline(text: string, fileName: string): Baseline {
  const baseline = new Map<string, BaselineEntry>()
  const root = parseYaml({ what: 'baseline', fileName, text })
  if (root.isEmpty) return baseline
  for (const [kind, list] of root.entries(EXPECTATIONS, 'a map with the lists "must-fail" and "may-flake"')) {
    if (list.isEmpty) continue
    for (const item of list.items('a list of entries with "case" and "reason"')) {
      const entry = readEntry(kind, item)
      const earlier = baseline.get(entry.case)
      if (earlier) {
        throw item.error('one entry for each case', `"${entry.case}" again (${earlier.place})`, 'remove one of the two')
      }
      baseline.set(entry.case, entry)
    }
  }
  return baseline
}

function readEntry(kind: Expectation['kind'], item: YamlValue): BaselineEntry {
  const fields = new Map(item.entries(ENTRY_KEYS, 'an entry with "case" and "reason"'))
  const field = (name: (typeof ENTRY_KEYS)[number], expected: string) => {
    const value = fields.get(name)
    if (!value) throw item.error(`"${name}", ${expected}`, `an entry without "${name}"`)
    return value.text(expected).trim().replaceAll(/\s+/g, ' ')
  }
  return {
    case: field('case', 'the id of a case, as "plexor list" prints it'),
    kind,
    reason: field('reason', 'why this is a defect of the target, with the section that says so'),
    place: item.place,
  }
}

/**
 * Compares the result of a case with its baseline entry.
 *
 * @param result the result of the case
 * @param baseline the known failures
 * @param partial ids of the cases that saw only a part of the run, and so may pass although others of them fail
 * @returns undefined if the baseline has no entry for the case
 */
export function expectationOf(
  { id, verdict }: Pick<CaseResult, 'id' | 'verdict'>,
  baseline: Baseline,
  partial: ReadonlySet<string> = new Set(),
): Expectation | undefined {
  const entry = baseline.get(id)
  if (entry === undefined) return undefined
  const met = isMet(entry.kind, verdict) || (partial.has(id) && (verdict === 'passed' || verdict === 'n/a'))
  return { kind: entry.kind, reason: entry.reason, met }
}

/** Reports whether an entry of this kind expects this verdict. */
export function isMet(kind: Expectation['kind'], verdict: Verdict): boolean {
  return MET[kind].includes(verdict)
}

/** Expected verdicts. An inconclusive case never met an entry: it shows nothing about the target. */
const MET: Record<Expectation['kind'], readonly Verdict[]> = {
  'must-fail': ['failed', 'warned'],
  'may-flake': ['passed', 'failed', 'warned', 'noted', 'n/a'],
}

/**
 * Compares the results of a run with a baseline. The results are not changed.
 *
 * @param results the results of the run
 * @param baseline the known failures
 * @param scope the cases that exist, and those that the run was asked for
 */
export function applyBaseline(
  results: readonly CaseResult[],
  baseline: Baseline,
  { knownIds, selectedIds, partial }: BaselineScope,
): AppliedBaseline {
  const cases = results.map((result) => {
    // Repetitions were compared one by one, and each of them has to meet the entry.
    const expectation = result.repetitions ? result.expectation : expectationOf(result, baseline, partial)
    return expectation ? { ...result, expectation } : result
  })
  const finished = new Map(cases.map((result) => [result.id, result]))
  const known = new Set(knownIds)
  const selected = new Set(selectedIds)
  const remarks = [...baseline.values()].flatMap((entry) => {
    const subject = `The baseline entry for "${entry.case}" (${entry.place})`
    if (!known.has(entry.case)) return [`${subject} names an unknown case${didYouMean(entry.case, knownIds)}`]
    if (!selected.has(entry.case)) return []
    const complaint = complaintAbout(entry, finished.get(entry.case))
    return complaint === undefined ? [] : [`${subject} ${complaint}`]
  })
  return { cases, remarks, red: remarks.length > 0 }
}

/** Returns the end of a sentence that begins with the entry; undefined if the entry holds. */
function complaintAbout({ kind }: BaselineEntry, result: CaseResult | undefined): string | undefined {
  if (!result) return `cannot be checked: the case did not run`
  if (result.expectation?.met) return undefined
  const { runs, verdicts = {} } = result.repetitions ?? {}
  const failures = (verdicts.failed ?? 0) + (verdicts.warned ?? 0)
  if (kind === 'must-fail' && failures > 0 && result.verdict !== 'inconclusive') {
    return `does not always hold: the case failed in ${failures} of ${runs} repetitions; make it may-flake`
  }
  if (kind === 'may-flake') return `allows the case to fail, but it ended inconclusive`
  if (result.verdict === 'passed') return `is stale: the case passed; remove the entry`
  return `says ${kind}, but the case ended ${result.verdict}, which is not a failure of the target`
}
