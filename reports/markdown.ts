import { duration, plural, shorten } from '../common/text.ts'
import {
  areaOf,
  type CaseResult,
  casesByArea,
  isRed,
  outcomeOf,
  type RunResult,
  runFailure,
  totalsOf,
  totalsOfRun,
  totalsText,
} from '../run/index.ts'
import { curlOf } from './curl.ts'
import { codeBlock, codeSpan, prose, row } from './markdown-text.ts'
import { decidingRequest, timelineLines } from './timeline.ts'

/** Red cases that are told in full; summaries of CI servers may have a megabyte at most. */
const MOST_DETAILS = 50
const LIMITS = { entries: 20, body: 300 }
const MESSAGE_LIMIT = 2_000

const CONCLUSIONS: Record<RunResult['exitCode'], string> = {
  0: '✅ conformant',
  1: '❌ not conformant',
  3: '❌ could not be judged',
}

/** The run as Markdown, for the summary of a CI job: the areas as a table, and each red case with all that explains it. */
export function toMarkdown(run: RunResult): string {
  const red = run.cases.filter(isRed)
  const problem = runFailure(run)
  const lines = [
    `## Plexor: ${CONCLUSIONS[run.exitCode]}`,
    '',
    `${targetText(run)}, judged by ${run.specVersion}, Plexor ${prose(run.plexor)}: **${totalsText(totalsOfRun(run))}** in ${duration(run.durationMs)}`,
    '',
    ...(run.cases.length > 0 ? [...areaTable(run.cases), ''] : []),
    ...(problem === undefined ? [] : [prose(problem), '']),
    ...run.remarks.flatMap((remark) => [`- ${prose(shorten(remark, MESSAGE_LIMIT))}`]),
    ...(run.remarks.length > 0 ? [''] : []),
    ...red.slice(0, MOST_DETAILS).flatMap((result) => details(result, run)),
    ...(red.length > MOST_DETAILS ? [`… and ${plural(red.length - MOST_DETAILS, 'more case')}`, ''] : []),
    ...toleratedLines(run.cases),
  ]
  return `${lines.join('\n').trimEnd()}\n`
}

function targetText({ target }: RunResult): string {
  return codeSpan(target.software === undefined ? target.name : `${target.name} (${target.software})`)
}

function areaTable(cases: CaseResult[]): string[] {
  const rows = [...casesByArea(cases)].map(([area, inArea]) => {
    const { passed, failed, skipped } = totalsOf(inArea)
    return row([`${failed > 0 ? '❌' : '✅'} ${prose(area)}`, `${passed}`, `${failed}`, `${skipped}`])
  })
  return [row(['area', 'passed', 'failed', 'skipped']), row(['---', '---:', '---:', '---:']), ...rows]
}

function details(result: CaseResult, { target }: RunResult): string[] {
  const { kind, reason } = outcomeOf(result)
  const deciding = decidingRequest(result.timeline)
  const command = deciding && curlOf(deciding, target)
  return [
    `<details><summary>❌ ${kind === 'error' ? 'inconclusive' : 'failed'} <code>${prose(result.id)}</code></summary>`,
    '',
    prose(result.title),
    '',
    ...result.requirements.map(
      ({ id, level, text, section }) => `- ${level} ${codeSpan(id)}: ${prose(text)} <${linkOf(section)}>`,
    ),
    '',
    ...codeBlock(shorten(reason || 'no reason was given', MESSAGE_LIMIT)),
    ...(result.timeline.length > 0 ? ['', ...codeBlock(timelineLines(result.timeline, LIMITS).join('\n'))] : []),
    ...(command === undefined ? [] : ['', ...codeBlock(command)]),
    '',
    '</details>',
    '',
  ]
}

/** A link cannot be left with a bracket or a space. */
function linkOf(section: string): string {
  return encodeURI(section.toWellFormed())
}

function toleratedLines(cases: readonly CaseResult[]): string[] {
  const tolerated = cases.filter((result) => outcomeOf(result).kind === 'tolerated')
  if (tolerated.length === 0) return []
  const lines = tolerated.map((result) => {
    const [reason = ''] = outcomeOf(result).reason.split('\n', 1)
    return `- ${codeSpan(result.id)} ${prose(shorten(reason, 300))}`
  })
  const areas = plural(new Set(tolerated.map(({ id }) => areaOf(id))).size, 'area')
  return [
    `<details><summary>${plural(tolerated.length, 'case')} tolerated in ${areas}</summary>`,
    '',
    ...lines,
    '',
    '</details>',
    '',
  ]
}
