import { duration, plural, shorten } from '../../common/text.ts'
import {
  areaOf,
  type CaseResult,
  casesByArea,
  outcomeOf,
  type RunResult,
  remarksOf,
  runFailure,
  totalsOf,
  totalsOfRun,
  totalsText,
} from '../../run/index.ts'
import { curlOf } from '../curl.ts'
import { backgroundLines, baselineText, briefReason, named, reasonText } from '../explanation.ts'
import {
  conclusionText,
  LEVEL_COLUMNS,
  levelsOf,
  nameBesideAddress,
  settingsText,
  type Tone,
  toneOfRun,
  toneOfTotals,
} from '../headline.ts'
import { knownFailuresOf, type RedGroup, redGroups } from '../red-cases.ts'
import { decidingRequest, timelineLines } from '../timeline.ts'
import { codeBlock, codeSpan, prose, row } from './text.ts'

/** Maximum number of red cases, and of known failures, with details. CI servers limit summaries to a megabyte. */
const MAX_DETAILS = 50

/** Limits of a timeline. */
const LIMITS = { entries: 20, body: 300 }

/** Maximum length of a message, in UTF-16 code units. */
const MAX_MESSAGE = 2_000

/** Maximum length of a reason on one line. */
const MAX_LINE = 300

/** Maximum number of cases that are listed after the first one of their cause. */
const MAX_LISTED = 50

const TONE_MARKS: Record<Tone, string> = { good: '✅', known: '⚠️', bad: '❌', none: '➖' }

/**
 * Formats a run as Markdown for the summary of a CI job: tables of the areas and levels, and each red case and each known
 * failure with its evidence.
 */
export function toMarkdown(run: RunResult): string {
  const groups = redGroups(run)
  const known = knownFailuresOf(run)
  const problem = runFailure(run)
  const lines = [
    `## Plexor: ${TONE_MARKS[toneOfRun(run)]} ${conclusionText(run)}`,
    '',
    `${targetText(run)}, tested against ${run.specVersion}, Plexor ${prose(run.plexor)}: **${totalsText(totalsOfRun(run))}** in ${duration(run.durationMs)}`,
    '',
    ...settingsLines(run),
    ...(run.cases.length > 0 ? [...areaTable(run.cases), '', ...levelTable(run), ''] : []),
    ...(problem === undefined ? [] : [prose(problem), '']),
    ...remarkLines(run),
    ...groups.slice(0, MAX_DETAILS).flatMap((group) => groupDetails(group, run)),
    ...moreLine(groups.slice(MAX_DETAILS).reduce((sum, { others }) => sum + 1 + others.length, 0)),
    ...known.slice(0, MAX_DETAILS).flatMap((result) => details(result, run)),
    ...moreLine(known.length - MAX_DETAILS),
    ...toleratedLines(run.cases),
  ]
  return `${lines.join('\n').trimEnd()}\n`
}

function settingsLines(run: RunResult): string[] {
  const settings = settingsText(run)
  return settings === undefined ? [] : [`Options: ${codeSpan(settings)}`, '']
}

function targetText(run: RunResult): string {
  const { name } = run.target
  const beside = nameBesideAddress(run)
  return codeSpan(beside === undefined ? name : `${name} (${beside})`)
}

function areaTable(cases: CaseResult[]): string[] {
  const rows = [...casesByArea(cases)].map(([area, inArea]) => {
    const totals = totalsOf(inArea)
    const { passed, failed, inconclusive, known, skipped } = totals
    const name = `${TONE_MARKS[toneOfTotals(totals)]} ${prose(area)}`
    return row([name, ...[passed, failed, inconclusive, known, skipped].map(String)])
  })
  return [...tableHead(['area', 'passed', 'failed', 'inconclusive', 'known failures', 'skipped']), ...rows]
}

function levelTable(run: RunResult): string[] {
  const rows = levelsOf(run).map(([level, counts]) =>
    row([level, ...LEVEL_COLUMNS.map(([, count]) => `${count(counts)}`)]),
  )
  return [...tableHead(['level', ...LEVEL_COLUMNS.map(([words]) => words)]), ...rows]
}

/** Returns the first rows of a table of numbers. */
function tableHead([first = '', ...others]: string[]): string[] {
  return [row([first, ...others]), row(['---', ...others.map(() => '---:')])]
}

function remarkLines(run: RunResult): string[] {
  const lines = remarksOf(run)
  return lines.length === 0 ? [] : [...lines.map((line) => `- ${prose(shorten(line, MAX_MESSAGE))}`), '']
}

function moreLine(more: number): string[] {
  return more > 0 ? [`… and ${plural(more, 'more case')}`, ''] : []
}

/** Shows the first case of a cause with its evidence, and lists the others. */
function groupDetails(group: RedGroup, run: RunResult): string[] {
  const { kind, first, others } = group
  return kind === 'error' && others.length > 0 ? inconclusiveDetails([first, ...others]) : details(first, run, others)
}

/** Shows cases that are inconclusive for the same cause. They say nothing about the target, so their ids are enough. */
function inconclusiveDetails(cases: readonly CaseResult[]): string[] {
  const reason = cases[0] === undefined ? '' : reasonText(cases[0])
  return [
    `<details><summary>❌ inconclusive: ${plural(cases.length, 'case')} with the same cause</summary>`,
    '',
    ...codeBlock(shorten(reason, MAX_MESSAGE)),
    '',
    named(
      cases.map(({ id }) => codeSpan(id)),
      MAX_LISTED,
    ),
    '',
    '</details>',
    '',
  ]
}

function otherLines({ id }: CaseResult, others: readonly CaseResult[]): string[] {
  if (others.length === 0) return []
  const lines = others.slice(0, MAX_LISTED).map((other) => {
    return `- ${wordsOf(other)} ${codeSpan(other.id)}: ${prose(briefReason(other))}`
  })
  const more = others.length - lines.length
  const last = more > 0 ? [`- … and ${plural(more, 'more case')}`] : []
  return ['', `The same cause as ${codeSpan(id)}:`, '', ...lines, ...last]
}

function wordsOf(result: CaseResult): string {
  const { kind } = outcomeOf(result)
  return kind === 'error' ? '❌ inconclusive' : kind === 'known' ? '⚠️ known failure' : '❌ failed'
}

function details(result: CaseResult, { target }: RunResult, others: readonly CaseResult[] = []): string[] {
  const baseline = baselineText(result)
  const deciding = decidingRequest(result.timeline)
  const command = deciding && curlOf(deciding, target)
  return [
    `<details><summary>${wordsOf(result)} <code>${prose(result.id)}</code>${
      others.length === 0 ? '' : ` and ${plural(others.length, 'more case')} with the same cause`
    }</summary>`,
    '',
    prose(result.title),
    ...(result.requirements.length > 0 ? [''] : []),
    ...result.requirements.map(
      ({ id, level, text, section }) => `- ${level} ${codeSpan(id)}: ${prose(text)} <${linkOf(section)}>`,
    ),
    '',
    ...(baseline === undefined ? [] : [prose(baseline), '']),
    ...codeBlock(shorten(reasonText(result), MAX_MESSAGE)),
    ...backgroundLines(result).flatMap((line) => ['', prose(line)]),
    ...(result.timeline.length > 0 ? ['', ...codeBlock(timelineLines(result, LIMITS).join('\n'))] : []),
    ...(command === undefined ? [] : ['', ...codeBlock(command)]),
    ...otherLines(result, others),
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
    return `- ${codeSpan(result.id)} ${prose(shorten(reason, MAX_LINE))}`
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
