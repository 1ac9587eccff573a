import { stringify } from 'yaml'
import { shorten, visible, visibleLines } from '../common/text.ts'
import {
  type CaseResult,
  type Outcome,
  type OutcomeKind,
  outcomeOf,
  type RequirementRef,
  type RunResult,
  remarksOf,
  runFailure,
  totalsOfRun,
  totalsText,
} from '../run/index.ts'
import { backgroundLines, reasonText } from './explanation.ts'
import { conclusionText, levelsOf, levelText } from './headline.ts'
import { sameCause } from './red-cases.ts'
import { FILE_LIMITS, timelineLines } from './timeline.ts'

/** Maximum length of a message, in UTF-16 code units. The JSON report has all of it. */
const MAX_MESSAGE = 8_000

/** Maximum length of a reason on the line of a test point. */
const MAX_REASON = 200

const SEVERITY: Record<OutcomeKind, string> = {
  passed: 'comment',
  failed: 'fail',
  error: 'error',
  known: 'todo',
  tolerated: 'todo',
  noted: 'comment',
  skipped: 'comment',
}

/**
 * Formats a run as TAP version 14, with a test point for each case.
 *
 * Cases that do not apply are `ok # SKIP`. Known failures and tolerated mismatches are `not ok # TODO`, as the directive
 * means. Noted cases are `ok` with a diagnostic.
 *
 * @see https://testanything.org/tap-version-14-specification.html
 */
export function toTap(run: RunResult): string {
  const causes = sameCause(run)
  const points = run.cases.map((result) => casePoint(result, causes.get(result.id)))
  const problem = runFailure(run)
  if (problem !== undefined) points.push((number) => `not ok ${number} - ${onTestPoint(problem)}\n`)
  const comments = [
    `plexor ${run.plexor}, spec version ${run.specVersion}, target ${run.target.name}`,
    `${conclusionText(run)}: ${totalsText(totalsOfRun(run))}`,
    ...levelsOf(run).map(([level, counts]) => `level ${level}: ${levelText(counts)}`),
    ...remarksOf(run).map((remark) => `remark: ${remark}`),
  ]
  return [
    'TAP version 14\n',
    `1..${points.length}\n`,
    ...comments.map((comment) => `# ${visible(shorten(comment, MAX_MESSAGE))}\n`),
    ...points.map((point, index) => point(index + 1)),
  ].join('')
}

function casePoint(result: CaseResult, sameCauseAs: string | undefined): (number: number) => string {
  const outcome = outcomeOf(result)
  const ok = outcome.kind === 'passed' || outcome.kind === 'noted' || outcome.kind === 'skipped'
  const description = onTestPoint(`${result.id}: ${result.title}`)
  const detail = outcome.kind === 'passed' || outcome.kind === 'skipped' ? '' : diagnostic(result, outcome, sameCauseAs)
  return (number) => `${ok ? 'ok' : 'not ok'} ${number} - ${description}${directive(outcome)}\n${detail}`
}

function directive({ kind, reason }: Outcome): string {
  if (kind === 'skipped') return ` # SKIP ${onTestPoint(reason)}`.trimEnd()
  if (kind === 'tolerated' || kind === 'known') return ` # TODO ${onTestPoint(reason)}`.trimEnd()
  return ''
}

/** Formats the YAML block of a test point that is not a plain pass. */
function diagnostic(result: CaseResult, { kind, reason }: Outcome, sameCauseAs: string | undefined): string {
  const hasEvidence = kind === 'failed' || kind === 'error' || kind === 'known'
  const origin = backgroundLines(result)
  const data = {
    message: block(hasEvidence ? reasonText(result) : result.message || reason),
    severity: SEVERITY[kind],
    verdict: result.verdict,
    level: result.level,
    ...(result.proof && { proof: block(result.proof) }),
    ...(result.expectation && { baseline: block(`${result.expectation.kind}: ${result.expectation.reason}`) }),
    ...(result.requirements.length > 0 && { requirements: result.requirements.map(requirement) }),
    ...(sameCauseAs !== undefined && { same_cause_as: visible(sameCauseAs) }),
    ...(origin.length > 0 && { origin: origin.map((line) => visible(shorten(line, MAX_MESSAGE))) }),
    ...(hasEvidence && result.timeline.length > 0 && { timeline: timelineLines(result, FILE_LIMITS) }),
  }
  const yaml = stringify(data, { lineWidth: 0 })
  const indented = yaml.trimEnd().replaceAll(/^(?=.)/gm, '  ')
  return `  ---\n${indented}\n  ...\n`
}

function requirement({ id, level, text, section }: RequirementRef): RequirementRef {
  return { id: visible(id), level, text: visible(text), section: visible(section) }
}

function block(text: string): string {
  return visibleLines(shorten(text, MAX_MESSAGE)).join('\n')
}

/** Formats text for the line of a test point: `#` would start a directive, and a final brace a subtest in older parsers. */
function onTestPoint(text: string): string {
  return visible(shorten(text, MAX_REASON))
    .replaceAll('\\', '\\\\')
    .replaceAll('#', '\\#')
    .replace(/\s*\{\s*$/, '')
}
