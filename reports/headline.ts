import { plural } from '../common/text.ts'
import { type Conclusion, LEVELS, type Level, type LevelCounts, type RunResult, type Totals } from '../run/index.ts'

/** Judgement on a result: `known` if nothing failed but what the baseline expects, `none` if nothing was judged. */
export type Tone = 'good' | 'known' | 'bad' | 'none'

const TONES: Readonly<Record<Conclusion, Tone>> = {
  conformant: 'good',
  'as expected': 'known',
  'not conformant': 'bad',
  inconclusive: 'bad',
  'nothing judged': 'bad',
}

/** Columns of a table of levels: the words, and how to count. */
export const LEVEL_COLUMNS: readonly (readonly [words: string, count: (counts: LevelCounts) => number])[] = [
  ['passed', ({ passed }) => passed],
  ['failed', ({ failed, known }) => failed - known],
  ['known failures', ({ known }) => known],
  ['warned', ({ warned }) => warned],
  ['noted', ({ noted }) => noted],
  ['n/a', (counts) => counts['n/a']],
  ['inconclusive', ({ inconclusive }) => inconclusive],
]

/** Returns the name of a target for people: that of `--name`, or what it calls itself, or else its address. */
export function nameOfTarget({ target }: Pick<RunResult, 'target'>): string {
  const beside = nameBesideAddress({ target })
  if (beside === undefined) return target.name
  return target.kind === 'evaluator' ? `${target.name} ${beside}` : beside
}

/** Returns the name of a target beside its address: that of `--name`, or what it calls itself; undefined for none. */
export function nameBesideAddress({ target }: Pick<RunResult, 'target'>): string | undefined {
  return target.kind !== 'evaluator' && target.title !== undefined ? target.title : target.software
}

/** Returns how good a run is. */
export function toneOfRun({ conclusion }: Pick<RunResult, 'conclusion'>): Tone {
  return TONES[conclusion]
}

/** Returns how good the cases of an area are. */
export function toneOfTotals({ passed, failed, inconclusive, known }: Totals): Tone {
  if (failed > 0 || inconclusive > 0) return 'bad'
  if (known > 0) return 'known'
  return passed > 0 ? 'good' : 'none'
}

/** Returns the conclusion of a run, with its meaning where the words do not say it. */
export function conclusionText({ conclusion }: Pick<RunResult, 'conclusion'>): string {
  return conclusion === 'as expected' ? 'as expected, with failures that the baseline lists' : conclusion
}

/**
 * Returns the options on which the results of a run depend, as they are given on the command line; undefined if the report
 * does not have them. It does not have the command of `--halfway`.
 */
export function settingsText({ settings }: Pick<RunResult, 'settings'>): string | undefined {
  if (settings === undefined) return undefined
  const { level, timeoutMs, jobs, settleMs, halfway } = settings
  const options = [
    `--level ${level}`,
    `--timeout ${timeoutMs / 1000}`,
    ...(jobs === undefined ? [] : [`--jobs ${jobs}`]),
    ...(settleMs === undefined ? [] : [`--settle ${settleMs / 1000}`]),
    ...(halfway === undefined ? [] : ['--halfway …']),
  ]
  return options.join(' ')
}

/** Returns the levels of a run that have a case, strictest first. */
export function levelsOf({ levels }: Pick<RunResult, 'levels'>): [level: Level, counts: LevelCounts][] {
  return LEVELS.flatMap((level) => {
    const counts = levels[level]
    return counts === undefined ? [] : [[level, counts] as [Level, LevelCounts]]
  })
}

/** Formats the counts of a level for people: `120 passed, 2 failed, 1 known failure`. */
export function levelText(counts: LevelCounts): string {
  return LEVEL_COLUMNS.flatMap(([words, count]) => {
    const number = count(counts)
    if (number === 0) return []
    return [words === 'known failures' ? plural(number, 'known failure') : `${number} ${words}`]
  }).join(', ')
}
