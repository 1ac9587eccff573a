import { didYouMean } from '../common/did-you-mean.ts'
import { parseYaml, type YamlValue } from '../common/yaml-source.ts'
import type { CaseResult, Expectation, Verdict } from './events.ts'

/** What the baseline says of one case. */
export interface BaselineEntry {
  /** The exact id of the case */
  case: string
  kind: Expectation['kind']
  /** Why this is the target's defect and not Plexor's */
  reason: string
  /** Where the entry stands: `known.yaml:3:5` */
  place: string
}

/** The known failures of a target: case id → entry, in the order of the file. */
export type Baseline = ReadonlyMap<string, BaselineEntry>

/** What a baseline makes of the results of a run. */
export interface AppliedBaseline {
  /** The results, each with the expectation that its entry sets */
  cases: CaseResult[]
  /** A sentence for each entry that does not hold */
  remarks: string[]
  /** Whether an entry does not hold: the run is red then, whatever its cases say */
  red: boolean
}

const KINDS = ['must-fail', 'may-flake'] as const
const ENTRY_KEYS = ['case', 'reason'] as const

/**
 * Reads a baseline file: under `must-fail` and `may-flake`, lists of `case` (an exact id) and `reason`.
 *
 * @throws {UsageError} one sentence with file, line and column for the first mistake
 */
export function loadBaseline(text: string, fileName: string): Baseline {
  const baseline = new Map<string, BaselineEntry>()
  const root = parseYaml({ what: 'baseline', fileName, text })
  if (root.isEmpty) return baseline
  for (const [kind, list] of root.entries(KINDS, 'a map with the lists "must-fail" and "may-flake"')) {
    if (list.isEmpty) continue
    for (const item of list.items('a list of entries with "case" and "reason"')) {
      const entry = readEntry(kind, item)
      const earlier = baseline.get(entry.case)
      if (earlier) {
        throw item.error(
          'wanted one entry for each case; remove one of the two',
          `"${entry.case}" again (${earlier.place})`,
        )
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
    if (!value) throw item.error(`wanted "${name}" too: ${expected}`, `an entry without "${name}"`)
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
 * The expectation that the baseline sets for a finished case; undefined when it says nothing of the case.
 *
 * @param partial the cases that saw a part of the run alone, and so may pass although others of them fail
 */
export function expectationOf(
  { id, verdict }: CaseResult,
  baseline: Baseline,
  partial: ReadonlySet<string> = new Set(),
): Expectation | undefined {
  const entry = baseline.get(id)
  if (entry === undefined) return undefined
  const met = isMet(entry.kind, verdict) || (partial.has(id) && (verdict === 'passed' || verdict === 'n/a'))
  return { kind: entry.kind, reason: entry.reason, met }
}

/** Whether an entry of this kind foresees this verdict. */
export function isMet(kind: Expectation['kind'], verdict: Verdict): boolean {
  return MET[kind].includes(verdict)
}

/** A case that was not judged never failed as expected; a flaky one may do all but break. */
const MET: Record<Expectation['kind'], readonly Verdict[]> = {
  'must-fail': ['failed', 'warned'],
  'may-flake': ['passed', 'failed', 'warned', 'noted', 'n/a'],
}

/**
 * Compares the results of a run with the baseline. Entries for cases that were not selected are left alone.
 *
 * @param knownIds all cases that there are
 * @param selectedIds the cases that this run was asked for
 * @param partial those of them that saw a part of the run alone
 */
export function applyBaseline(
  results: readonly CaseResult[],
  baseline: Baseline,
  knownIds: readonly string[],
  selectedIds: readonly string[],
  partial?: ReadonlySet<string>,
): AppliedBaseline {
  const cases = results.map((result) => {
    // Repetitions were weighed one by one, and each of them has to be as the entry says.
    const expectation = result.repetitions ? result.expectation : expectationOf(result, baseline, partial)
    return expectation ? { ...result, expectation } : result
  })
  const finished = new Map(cases.map((result) => [result.id, result]))
  const known = new Set(knownIds)
  const selected = new Set(selectedIds)
  const remarks = [...baseline.values()].flatMap((entry) => {
    const subject = `The baseline entry for "${entry.case}" (${entry.place})`
    if (!known.has(entry.case)) return [`${subject} names no case${didYouMean(entry.case, knownIds)}`]
    if (!selected.has(entry.case)) return []
    const complaint = complaintAbout(entry, finished.get(entry.case))
    return complaint === undefined ? [] : [`${subject} ${complaint}`]
  })
  return { cases, remarks, red: remarks.length > 0 }
}

/** The end of a sentence that begins with the entry; undefined when the entry holds. */
function complaintAbout({ kind }: BaselineEntry, result: CaseResult | undefined): string | undefined {
  if (!result) return `cannot be judged: the case did not run`
  if (result.expectation?.met) return undefined
  const { runs, verdicts = {} } = result.repetitions ?? {}
  const failures = (verdicts.failed ?? 0) + (verdicts.warned ?? 0)
  if (kind === 'must-fail' && failures > 0 && result.verdict !== 'inconclusive') {
    return `does not always hold: the case failed in ${failures} of ${runs} repetitions; make it may-flake`
  }
  if (kind === 'may-flake') return `excuses failing, but the case ended inconclusive`
  if (result.verdict === 'passed') return `is stale: the case passed; remove the entry`
  return `says ${kind}, but the case ended ${result.verdict}, which is no failure of the target`
}
