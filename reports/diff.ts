import { plural, shorten, visible } from '../common/text.ts'
import { type CaseResult, type ChangedCase, outcomeOf, type RunDiff, type RunResult } from '../run/index.ts'
import type { DiffFormat } from './formats.ts'
import { jsonText } from './json.ts'
import { codeSpan, row } from './markdown/text.ts'

/** Maximum length of a reason, in UTF-16 code units. */
const MAX_REASON = 300

/** Line of the comparison. */
interface Line {
  id: string
  verdicts: string
  reason: string
}

/** Writers of a comparison, by format. */
export const DIFF_WRITERS: Record<DiffFormat, (diff: RunDiff) => string> = {
  text: diffToText,
  markdown: diffToMarkdown,
  json: diffToJson,
}

/** Formats a comparison as text for people. */
export function diffToText(diff: RunDiff): string {
  const lines = sectionsOf(diff).flatMap(({ heading, lines }) => [
    heading,
    ...lines.map(({ id, verdicts, reason }) => `  ${visible(id)}  ${[verdicts, reason].filter(Boolean).join(': ')}`),
    '',
  ])
  return `${[...headOf(diff).map(visible), '', ...lines, totals(diff)].join('\n')}\n`
}

/** Formats a comparison as Markdown, with a table for each list. */
export function diffToMarkdown(diff: RunDiff): string {
  const tables = sectionsOf(diff).flatMap(({ heading, lines }) => [
    `### ${heading}`,
    '',
    row(['case', 'verdict', 'reason']),
    row(['---', '---', '---']),
    ...lines.map(({ id, verdicts, reason }) => row([codeSpan(id), verdicts, reason && codeSpan(reason)])),
    '',
  ])
  const [before = '', after = ''] = headOf(diff)
  return `${[`## Plexor: ${totals(diff)}`, '', `- ${codeSpan(before)}`, `- ${codeSpan(after)}`, '', ...tables].join('\n')}`
}

/** Formats a comparison as JSON: the lists, with ids, verdicts and messages. */
export function diffToJson({ before, after, same, ...lists }: RunDiff): string {
  const { changed, regressed, fixed, otherReason, added, removed } = lists
  const pair = ({ before, after }: ChangedCase) => ({ id: after.id, before: brief(before), after: brief(after) })
  const one = (result: CaseResult) => ({ id: result.id, ...brief(result) })
  const run = ({ startedAt, plexor, specVersion, target, conclusion }: RunResult) => ({
    startedAt,
    plexor,
    specVersion,
    target: target.name,
    conclusion,
  })
  const value = {
    ...{ before: run(before), after: run(after), regressed: regressed.map(pair), fixed: fixed.map(pair) },
    ...{ changed: changed.map(pair), otherReason: otherReason.map(pair), added: added.map(one) },
    ...{ removed: removed.map(one), same },
  }
  return `${jsonText(value, 2)}\n`
}

function brief({ verdict, message }: CaseResult) {
  return { verdict, ...(message === undefined ? {} : { message }) }
}

function headOf({ before, after }: RunDiff): string[] {
  const words = ({ target, specVersion, conclusion, plexor, startedAt }: RunResult) => {
    const software = target.software === undefined ? '' : ` (${target.software})`
    return `${target.name}${software}, tested against ${specVersion}: ${conclusion}; Plexor ${plexor}, ${startedAt}`
  }
  return [`before  ${words(before)}`, `after   ${words(after)}`]
}

function sectionsOf(diff: RunDiff): { heading: string; lines: Line[] }[] {
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

function totals({ regressed, fixed, changed, otherReason, added, removed, same }: RunDiff): string {
  const counts = { regressed, fixed, changed, 'for another reason': otherReason, added, removed }
  const words = Object.entries(counts).map(([what, list]) => `${list.length} ${what}`)
  return `${words.join(', ')}, ${same} as before`
}
