import { stringify } from 'yaml'
import { shorten, visible, visibleLines } from '../common/text.ts'
import {
  type CaseResult,
  type Outcome,
  type OutcomeKind,
  outcomeOf,
  type RequirementRef,
  type RunResult,
  runFailure,
} from '../run/index.ts'
import { FILE_LIMITS, timelineLines } from './timeline.ts'

/** Characters of a message that are kept; the JSON report has all of it. */
const MESSAGE_LIMIT = 8_000
/** Characters of a reason on the line of the test point. */
const REASON_LIMIT = 200

const SEVERITY: Record<OutcomeKind, string> = {
  passed: 'comment',
  failed: 'fail',
  error: 'error',
  tolerated: 'todo',
  noted: 'comment',
  skipped: 'comment',
}

/**
 * The run as TAP version 14, one test point per case.
 *
 * What does not apply is `ok # SKIP`. What the target does not do, and nobody wants red for, is `not ok # TODO`:
 * that is what the directive means. What the specification leaves open is `ok` with a diagnostic.
 *
 * @see https://testanything.org/tap-version-14-specification.html
 */
export function toTap(run: RunResult): string {
  const points = run.cases.map(casePoint)
  const problem = runFailure(run)
  if (problem !== undefined) points.push((number) => `not ok ${number} - ${onTestPoint(problem)}\n`)
  const comments = [
    `plexor ${run.plexor}, profile ${run.specVersion}, target ${run.target.name}`,
    ...run.remarks.map((remark) => `remark: ${remark}`),
  ]
  return [
    'TAP version 14\n',
    `1..${points.length}\n`,
    ...comments.map((comment) => `# ${visible(shorten(comment, MESSAGE_LIMIT))}\n`),
    ...points.map((point, index) => point(index + 1)),
  ].join('')
}

function casePoint(result: CaseResult): (number: number) => string {
  const outcome = outcomeOf(result)
  const ok = outcome.kind === 'passed' || outcome.kind === 'noted' || outcome.kind === 'skipped'
  const description = onTestPoint(`${result.id}: ${result.title}`)
  const detail = outcome.kind === 'passed' || outcome.kind === 'skipped' ? '' : diagnostic(result, outcome)
  return (number) => `${ok ? 'ok' : 'not ok'} ${number} - ${description}${directive(outcome)}\n${detail}`
}

function directive({ kind, reason }: Outcome): string {
  if (kind === 'skipped') return ` # SKIP ${onTestPoint(reason)}`.trimEnd()
  if (kind === 'tolerated') return ` # TODO ${onTestPoint(reason)}`.trimEnd()
  return ''
}

/** The YAML block under a test point that is not a plain pass. */
function diagnostic(result: CaseResult, { kind, reason }: Outcome): string {
  const red = kind === 'failed' || kind === 'error'
  const data = {
    message: block(red ? reason : result.message || reason),
    severity: SEVERITY[kind],
    verdict: result.verdict,
    level: result.level,
    ...(result.proof && { proof: block(result.proof) }),
    ...(result.expectation && { baseline: block(`${result.expectation.kind}: ${result.expectation.reason}`) }),
    ...(result.requirements.length > 0 && { requirements: result.requirements.map(requirement) }),
    ...(red && result.timeline.length > 0 && { timeline: timelineLines(result.timeline, FILE_LIMITS) }),
  }
  const yaml = stringify(data, { lineWidth: 0 })
  const indented = yaml.trimEnd().replaceAll(/^(?=.)/gm, '  ')
  return `  ---\n${indented}\n  ...\n`
}

function requirement({ id, level, text, section }: RequirementRef): RequirementRef {
  return { id: visible(id), level, text: visible(text), section: visible(section) }
}

function block(text: string): string {
  return visibleLines(shorten(text, MESSAGE_LIMIT)).join('\n')
}

/** One line for a test point: a raw `#` would start a directive, and a brace at the end a subtest in older parsers. */
function onTestPoint(text: string): string {
  return visible(shorten(text, REASON_LIMIT))
    .replaceAll('\\', '\\\\')
    .replaceAll('#', '\\#')
    .replace(/\s*\{\s*$/, '')
}
