import { plural, shorten, visible } from '../common/text.ts'
import { type CaseResult, type ChangedCase, outcomeOf, type RunDiff, type RunResult } from '../run/index.ts'
import { nameBesideAddress } from './headline.ts'

/** Maximum length of a reason, in UTF-16 code units. */
const MAX_REASON = 300

/** Line of a comparison of two runs. */
export interface Line {
  id: string
  verdicts: string
  reason: string
}

/** Returns a line about each of the runs: its target, versions and conclusion. */
export function headOf({ before, after }: RunDiff): string[] {
  const words = ({ target, specVersion, conclusion, plexor, startedAt }: RunResult) => {
    const beside = nameBesideAddress({ target })
    const software = beside === undefined ? '' : ` (${beside})`
    return `${target.name}${software}, tested against ${specVersion}: ${conclusion}; Plexor ${plexor}, ${startedAt}`
  }
  return [`before  ${words(before)}`, `after   ${words(after)}`]
}

/** List of a comparison that has a case. */
export interface DiffSection {
  /** Number and kind of the cases: `2 cases regressed` */
  heading: string
  lines: Line[]
}

/** Returns the lists of a comparison that have a case, the worst first. */
export function sectionsOf(diff: RunDiff): DiffSection[] {
  const { regressed, fixed, changed, otherReason, added, removed } = diff
  const sections: [what: string, lines: Line[]][] = [
    ['regressed', regressed.map(lineOfPair)],
    ['fixed', fixed.map(lineOfPair)],
    ['changed', changed.map(lineOfPair)],
    ['as before, for another reason', otherReason.map(({ after }) => lineOf(after))],
    ['added', added.map(lineOf)],
    ['removed', removed.map(({ id, verdict }) => ({ id, verdicts: verdict, reason: '' }))],
  ]
  return sections
    .filter(([, lines]) => lines.length > 0)
    .map(([what, lines]) => ({ heading: `${plural(lines.length, 'case')} ${what}`, lines }))
}

function lineOfPair({ before, after }: ChangedCase): Line {
  return { ...lineOf(after), verdicts: `${before.verdict} → ${after.verdict}` }
}

function lineOf(result: CaseResult): Line {
  const [reason = ''] = (result.message ?? outcomeOf(result).reason).split('\n', 1)
  return { id: result.id, verdicts: result.verdict, reason: shorten(visible(reason), MAX_REASON) }
}

/** Counts the cases of all lists in one line. */
export function totals({ regressed, fixed, changed, otherReason, added, removed, same }: RunDiff): string {
  const counts = { regressed, fixed, changed, 'for another reason': otherReason, added, removed }
  const words = Object.entries(counts).map(([what, list]) => `${list.length} ${what}`)
  return `${words.join(', ')}, ${same} as before`
}
