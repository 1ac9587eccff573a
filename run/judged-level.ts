/** Levels that a run can be asked to judge, strictest first. Mismatches below the judged level only warn. */
export const JUDGED_LEVELS = ['must', 'stated', 'schema', 'should'] as const

/** Weakest level whose mismatches fail a case. {@link JUDGED_LEVELS} lists all. */
export type JudgedLevel = (typeof JUDGED_LEVELS)[number]

/** Judged level of a run that names none: mismatches fail at every level except `should`. */
export const DEFAULT_JUDGED_LEVEL: JudgedLevel = 'schema'
