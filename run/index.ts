// The model of a run: its events and verdicts, and everything that is computed from them. Nothing here reads or writes
// files, or sends requests.
export {
  type AppliedBaseline,
  applyBaseline,
  type Baseline,
  type BaselineEntry,
  type BaselineScope,
  expectationOf,
  loadBaseline,
} from './baseline.ts'
export { causeOf, causesOf } from './causes.ts'
export { comparabilityWarnings, type NamedRun } from './comparability.ts'
export {
  CELL_KINDS,
  type Cell,
  type CellCase,
  type CellCounts,
  type CellKind,
  type ComparedRequirement,
  type Comparison,
  compareRuns,
  MAX_COMPARED,
  topicOf,
} from './compare.ts'
export { type ChangedCase, diffRuns, type RunDiff } from './diff.ts'
export * from './events.ts'
export type { ExpectedFailure } from './expected-failure.ts'
export { inAnyItem, matchesFailure, patternOf, violationPattern } from './failure-pattern.ts'
export { interruptionText, remarksOf, stoppedText } from './interruption.ts'
export { countChanged, formatBaseline, type KnownFailure, type KnownFailures, knownFailures } from './known-failures.ts'
export { type MergedCase, mergeShards, type ShardReport } from './merge.ts'
export { type Outcome, type OutcomeKind, outcomeOf, runFailure, runFailureInBrief } from './outcome.ts'
export { parseReport } from './parse-report.ts'
export { isRoutine, partingText } from './parting.ts'
export { combineRepetitions, slowestOf, sumTimes, worstOf } from './repetitions.ts'
export { areaOf, matchesPattern, type Selectable, type Selection, select } from './select.ts'
export { casesOfShard, type ShardName } from './shard.ts'
export { type RunSummary, summarise } from './summary.ts'
export { casesByArea, countLevels, type Totals, totalsOf, totalsOfRun, totalsText } from './totals.ts'
export {
  conclusionOf,
  countVerdicts,
  DEFAULT_JUDGED_LEVEL,
  EXIT_CODES,
  isKnownFailure,
  isRed,
  JUDGED_LEVELS,
  type JudgedLevel,
  mismatchOutcome,
  mismatchVerdict,
  stricter,
} from './verdict.ts'
