import { UsageError } from '../common/usage-error.ts'
import { comparabilityWarnings, type NamedRun } from './comparability.ts'
import { type CaseResult, LEVELS, type Level, type RequirementRef, type Verdict } from './events.ts'
import { isKnownFailure, mismatchOutcome } from './verdict.ts'

/**
 * Kinds of what a run says about a requirement, worst first.
 *
 * `known` is a failure that the baseline of the run lists. `missing`: the run has no case for the requirement.
 */
export const CELL_KINDS = ['failed', 'known', 'inconclusive', 'warned', 'noted', 'passed', 'n/a', 'missing'] as const

/** Kind of what a run says about a requirement. {@link CELL_KINDS} explains each. */
export type CellKind = (typeof CELL_KINDS)[number]

/** Case as a part of what a run says about a requirement. */
export interface CellCase {
  kind: CellKind
  result: CaseResult
}

/** All that a run says about a requirement. */
export interface Cell {
  /** Worst kind of the cases */
  kind: CellKind
  /** Cases that verify the requirement, or were failed by it, in the order of the report */
  cases: CellCase[]
}

/** Requirement in a comparison. */
export interface ComparedRequirement extends RequirementRef {
  /** One for each run, in the same order */
  cells: Cell[]
  /**
   * True if the runs that judge the requirement say different things. It does not count what is `n/a`, `inconclusive` or
   * `missing`, nor whether a baseline lists a failure
   */
  varies: boolean
}

/** Number of requirements by what a run says about them. */
export type CellCounts = Record<CellKind, number>

/** Comparison of runs against several implementations, by requirement. */
export interface Comparison {
  runs: NamedRun[]
  /** Sentences about why the results cannot simply be set side by side */
  warnings: string[]
  /** Requirements that a case of some run verifies, in the order of the reports */
  requirements: ComparedRequirement[]
  /** Number of requirements for each run, by level, strictest first; levels without a requirement are absent */
  levels: { level: Level; counts: CellCounts[] }[]
}

/** Maximum number of runs in a comparison. A reader could not keep more columns apart. */
export const MAX_COMPARED = 10

/**
 * Compares runs against several implementations, requirement by requirement.
 *
 * @param runs two to ten runs, with the names of the implementations
 * @throws {UsageError} when there are fewer or more, two have the same name, or their targets are of different kinds
 */
export function compareRuns(runs: readonly NamedRun[]): Comparison {
  assertComparable(runs)
  const verified = runs.map(({ run }) => cellsOf(run.cases))
  const rows = requirementsOf(runs)
  const requirements = rows.map((row): ComparedRequirement => {
    const cells = verified.map((cells): Cell => cells.get(row.id) ?? { kind: 'missing', cases: [] })
    return { ...row, cells, varies: differ(cells) }
  })
  const levels = LEVELS.flatMap((level) => {
    const inLevel = requirements.filter((row) => row.level === level)
    return inLevel.length === 0 ? [] : [{ level, counts: runs.map((_, index) => countCells(inLevel, index)) }]
  })
  return { runs: [...runs], warnings: comparabilityWarnings(runs), requirements, levels }
}

function assertComparable(runs: readonly NamedRun[]): void {
  if (runs.length < 2 || runs.length > MAX_COMPARED) {
    throw new UsageError(`Cannot compare: expected 2 to ${MAX_COMPARED} reports, found ${runs.length}`)
  }
  const kinds = new Set(runs.map(({ run }) => run.target.kind))
  if (kinds.size > 1) {
    throw new UsageError(`Cannot compare: expected reports of one kind of target, found ${[...kinds].join(' and ')}`)
  }
  const names = new Set<string>()
  for (const { name } of runs) {
    if (names.has(name)) {
      throw new UsageError(
        `Cannot compare: expected a name for each report, found "${name}" twice; give --name for each`,
      )
    }
    names.add(name)
  }
}

/**
 * Returns the requirements of all runs, each as the newest run has it: by topic, in the order in which the runs have
 * them.
 */
function requirementsOf(runs: readonly NamedRun[]): RequirementRef[] {
  const byId = new Map<string, RequirementRef>()
  for (const { run } of runs.toSorted((a, b) => (a.run.startedAt < b.run.startedAt ? 1 : -1))) {
    for (const { requirements, violatedRequirement } of run.cases) {
      for (const row of [...requirements, ...(violatedRequirement === undefined ? [] : [violatedRequirement])]) {
        if (!byId.has(row.id)) byId.set(row.id, row)
      }
    }
  }
  return [...Map.groupBy(byId.values(), ({ id }) => topicOf(id)).values()].flat()
}

/** Returns the topic of a requirement: the first part of its id. */
export function topicOf(id: string): string {
  return id.split('.', 1)[0] ?? id
}

function cellsOf(cases: readonly CaseResult[]): Map<string, Cell> {
  const cells = new Map<string, Cell>()
  const add = (id: string, kind: CellKind, result: CaseResult) => {
    const cell = cells.get(id) ?? { kind: 'missing', cases: [] }
    cell.cases.push({ kind, result })
    if (rank(kind) < rank(cell.kind)) cell.kind = kind
    cells.set(id, cell)
  }
  for (const result of cases) {
    for (const { id, level } of result.requirements) add(id, kindFor(level, result), result)
    const violated = result.violatedRequirement
    if (violated !== undefined) add(violated.id, kindOf(result), result)
  }
  return cells
}

function rank(kind: CellKind): number {
  return CELL_KINDS.indexOf(kind)
}

function kindOf(result: CaseResult): Verdict | 'known' {
  return isKnownFailure(result) ? 'known' : result.verdict
}

/**
 * Returns what a case says about one of the requirements that it verifies. A case that failed for a requirement that it
 * builds on says nothing about its own. One that verifies requirements of several levels failed for one of the stricter
 * ones: then nothing is known about those that only note, and those of the level `should` warn.
 */
function kindFor(level: Level, result: CaseResult): CellKind {
  const kind = kindOf(result)
  const outcome = mismatchOutcome(level)
  if (result.violatedRequirement !== undefined) return 'inconclusive'
  if (kind === 'noted') return outcome === 'noted' ? 'noted' : 'passed'
  const isMismatch = kind === 'failed' || kind === 'known' || kind === 'warned'
  if (!isMismatch || level === result.level) return kind
  if (outcome === 'noted') return 'inconclusive'
  return outcome === 'warned' ? 'warned' : kind
}

/** Kinds that say nothing about the target. */
const UNJUDGED: ReadonlySet<CellKind> = new Set(['n/a', 'inconclusive', 'missing'])

function differ(cells: readonly Cell[]): boolean {
  const judged = cells.filter(({ kind }) => !UNJUDGED.has(kind))
  return new Set(judged.map(meaningOf)).size > 1
}

/** Returns all of a cell that distinguishes implementations: its kind, and what was noted. */
function meaningOf({ kind, cases }: Cell): string {
  if (kind === 'known') return 'failed'
  if (kind !== 'noted') return kind
  const notes = cases.filter((each) => each.kind === 'noted').map(({ result }) => withoutChance(result.message ?? ''))
  return ['noted', ...notes].join('\n')
}

/** Returns a message without what varies in each run: identifiers, names, times and the order of keys. Numbers stay. */
function withoutChance(message: string): string {
  return message
    .replaceAll(/\{"[^{}]*\}/g, (json) => json.slice(1, -1).split(',').sort().join(','))
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}/g, 'uuid')
    .replaceAll(/[$!#@][^\s"',;]+/g, 'id')
    .replaceAll(/plexor-[\w-]+/g, 'name')
    .replaceAll(/\d+(?:\.\d+)? m?s\b/g, 'time')
}

function countCells(rows: readonly ComparedRequirement[], index: number): CellCounts {
  const counts = Object.fromEntries(CELL_KINDS.map((kind) => [kind, 0])) as CellCounts
  for (const { cells } of rows) counts[cells[index]?.kind ?? 'missing'] += 1
  return counts
}
