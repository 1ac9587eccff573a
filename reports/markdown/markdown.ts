import { duration, plural, shorten } from '../../common/text.ts'
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
} from '../../run/index.ts'
import { curlOf } from '../curl.ts'
import { decidingRequest, timelineLines } from '../timeline.ts'
import { codeBlock, codeSpan, prose, row } from './text.ts'

/** Maximum number of red cases with details. CI servers limit summaries to a megabyte. */
const MAX_DETAILS = 50

/** Limits of a timeline. */
const LIMITS = { entries: 20, body: 300 }

/** Maximum length of a message, in UTF-16 code units. */
const MAX_MESSAGE = 2_000

/** Formats a run as Markdown for the summary of a CI job: a table of the areas, and each red case with its evidence. */
export function toMarkdown(run: RunResult): string {
  const red = run.cases.filter(isRed)
  const problem = runFailure(run)
  const lines = [
    `## Plexor: ${run.exitCode === 0 ? '✅' : '❌'} ${run.conclusion}`,
    '',
    `${targetText(run)}, tested against ${run.specVersion}, Plexor ${prose(run.plexor)}: **${totalsText(totalsOfRun(run))}** in ${duration(run.durationMs)}`,
    '',
    ...(run.cases.length > 0 ? [...areaTable(run.cases), ''] : []),
    ...(problem === undefined ? [] : [prose(problem), '']),
    ...run.remarks.flatMap((remark) => [`- ${prose(shorten(remark, MAX_MESSAGE))}`]),
    ...(run.remarks.length > 0 ? [''] : []),
    ...red.slice(0, MAX_DETAILS).flatMap((result) => details(result, run)),
    ...(red.length > MAX_DETAILS ? [`… and ${plural(red.length - MAX_DETAILS, 'more case')}`, ''] : []),
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
    ...codeBlock(shorten(reason || 'no reason was given', MAX_MESSAGE)),
    ...(result.timeline.length > 0 ? ['', ...codeBlock(timelineLines(result.timeline, LIMITS).join('\n'))] : []),
    ...(command === undefined ? [] : ['', ...codeBlock(command)]),
    '',
    '</details>',
    '',
  ]
}

/** Encodes the characters of a link that would end it. */
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
