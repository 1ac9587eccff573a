import { didYouMean } from '../common/did-you-mean.ts'
import { quote } from '../common/text.ts'
import { parseYaml, type YamlValue } from '../common/yaml-source.ts'
import type { CaseResult, Expectation, Verdict } from './events.ts'
import { type ExpectedFailure, type FailedResult, hasFailed, isSpecific, unexpectedIn } from './expected-failure.ts'
import { saysSomething } from './failure-pattern.ts'

/** Kinds of entries in a baseline. */
export const EXPECTATIONS = ['must-fail', 'may-flake'] as const satisfies Expectation['kind'][]

/** Entry of a baseline. */
export interface BaselineEntry extends ExpectedFailure {
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

const ENTRY_KEYS = ['case', 'reason', 'message', 'violations'] as const

/** Values of an entry by key. */
type EntryFields = ReadonlyMap<(typeof ENTRY_KEYS)[number], YamlValue>

/**
 * Parses a baseline: YAML with the lists `must-fail` and `may-flake`, whose entries have `case` (an exact id), `reason`,
 * and what the case fails for: `message` or `violations`.
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
  const fields: EntryFields = new Map(item.entries(ENTRY_KEYS, 'an entry with "case" and "reason"'))
  const field = (name: (typeof ENTRY_KEYS)[number], expected: string) => {
    const value = fields.get(name)
    if (!value) throw item.error(`"${name}", ${expected}`, `an entry without "${name}"`)
    return lineOf(value, expected)
  }
  return {
    case: field('case', 'the id of a case, as "plexor list" prints it'),
    kind,
    reason: field('reason', 'why this is a defect of the target, with the section that says so'),
    place: item.place,
    ...readExpectedFailure(fields),
  }
}

function readExpectedFailure(fields: EntryFields): ExpectedFailure {
  const [message, violations] = [fields.get('message'), fields.get('violations')]
  if (message !== undefined && violations !== undefined) {
    throw violations.error('either "message" or "violations"', 'both', 'remove one of the two')
  }
  if (message !== undefined) return { messages: readPatterns(message, 'a part of the message of the failed case') }
  if (violations !== undefined) return { violations: readPatterns(violations, 'a schema violation of the failed case') }
  return {}
}

/** Reads one pattern, or a list of them. */
function readPatterns(value: YamlValue, expected: string): string[] {
  const items = value.itemsOrOne(expected)
  if (items.length === 0)
    throw value.error(expected, 'an empty list', 'remove the key if the case may fail for anything')
  return items.map((item) => {
    const pattern = lineOf(item, expected)
    if (!saysSomething(pattern)) throw item.error(expected, `${quote(pattern)}, which matches any text`)
    return pattern
  })
}

/** Reads a text whose line breaks do not matter. */
function lineOf(value: YamlValue, expected: string): string {
  return value.text(expected).trim().replaceAll(/\s+/g, ' ')
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
  result: Pick<CaseResult, 'id'> & FailedResult,
  baseline: Baseline,
  partial: ReadonlySet<string> = new Set(),
): Expectation | undefined {
  const { id, verdict } = result
  const entry = baseline.get(id)
  if (entry === undefined) return undefined
  const { kind, reason } = entry
  const unexpected = unexpectedIn(result, entry)
  if (unexpected.length > 0) return { kind, reason, met: false, unexpected }
  return { kind, reason, met: isMet(kind, verdict) || (partial.has(id) && (verdict === 'passed' || verdict === 'n/a')) }
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
  const complaints = [...baseline.values()].flatMap((entry) => {
    const subject = `The baseline entry for "${entry.case}" (${withoutFolders(entry.place)})`
    if (!known.has(entry.case)) return [`${subject} names an unknown case${didYouMean(entry.case, knownIds)}`]
    if (!selected.has(entry.case)) return []
    const complaint = complaintAbout(entry, finished.get(entry.case))
    return complaint === undefined ? [] : [`${subject} ${complaint}`]
  })
  const vague = cases.filter((result) => hasFailed(result) && allowsAnything(baseline.get(result.id)))
  return { cases, remarks: [...complaints, ...vaguenessRemark(vague.length)], red: complaints.length > 0 }
}

/** Returns a place in a file without its folders: remarks are in reports, and those are shared. */
function withoutFolders(place: string): string {
  return place.replace(/^.*[\\/]/, '')
}

function allowsAnything(entry: BaselineEntry | undefined): boolean {
  return entry !== undefined && !isSpecific(entry)
}

function vaguenessRemark(count: number): string[] {
  if (count === 0) return []
  const subject = count === 1 ? '1 baseline entry does' : `${count} baseline entries do`
  return [
    `${subject} not say what fails, so another failure of the same case would not show: add "message" or "violations", or let --write-baseline do it`,
  ]
}

/** Returns the end of a sentence that begins with the entry; undefined if the entry holds. */
function complaintAbout({ kind }: BaselineEntry, result: CaseResult | undefined): string | undefined {
  if (!result) return `cannot be checked: the case did not run`
  if (result.expectation?.met) return undefined
  const { unexpected } = result.expectation ?? {}
  if (unexpected !== undefined) {
    return `does not expect what the case failed for: ${unexpected.join('; ')}`
  }
  const { runs, verdicts = {} } = result.repetitions ?? {}
  const failures = (verdicts.failed ?? 0) + (verdicts.warned ?? 0)
  if (kind === 'must-fail' && failures > 0 && result.verdict !== 'inconclusive') {
    return `does not always hold: the case failed in ${failures} of ${runs} repetitions; make it may-flake`
  }
  if (kind === 'may-flake') return `allows the case to fail, but it ended inconclusive`
  if (result.verdict === 'passed') return `is stale: the case passed; remove the entry`
  return `says ${kind}, but the case ended ${result.verdict}, which is not a failure of the target`
}
