import { visible } from '../common/text.ts'
import type { CaseResult, ChangedCase, RunDiff, RunResult } from '../run/index.ts'
import { headOf, sectionsOf, totals } from './diff-lines.ts'
import type { DiffFormat } from './formats.ts'
import { diffToHtml } from './html/diff-page.ts'
import { jsonText } from './json.ts'
import { codeSpan, prose, row } from './markdown/text.ts'

/** Writers of a comparison, by format. */
export const DIFF_WRITERS: Record<DiffFormat, (diff: RunDiff) => string> = {
  text: diffToText,
  markdown: diffToMarkdown,
  html: diffToHtml,
  json: diffToJson,
}

/** Formats a comparison as text for people. */
export function diffToText(diff: RunDiff): string {
  const lines = sectionsOf(diff).flatMap(({ heading, lines }) => [
    heading,
    ...lines.map(({ id, verdicts, reason }) => `  ${visible(id)}  ${[verdicts, reason].filter(Boolean).join(': ')}`),
    '',
  ])
  const warnings = diff.warnings.map((line) => `! ${visible(line)}`)
  return `${[...headOf(diff).map(visible), ...warnings, '', ...lines, totals(diff)].join('\n')}\n`
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
  const warnings = diff.warnings.map((line) => `- ⚠️ ${prose(line)}`)
  const head = [`## Plexor: ${totals(diff)}`, '', `- ${codeSpan(before)}`, `- ${codeSpan(after)}`, ...warnings, '']
  return [...head, ...tables].join('\n')
}

/** Formats a comparison as JSON: the lists, with ids, verdicts and messages. */
export function diffToJson({ before, after, same, warnings, ...lists }: RunDiff): string {
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
    ...{ removed: removed.map(one), same, warnings },
  }
  return `${jsonText(value, 2)}\n`
}

function brief({ verdict, message }: CaseResult) {
  return { verdict, ...(message === undefined ? {} : { message }) }
}
