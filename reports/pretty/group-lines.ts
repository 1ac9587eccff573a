import { aligned, LINE_WIDTH, wrap } from '../../common/columns.ts'
import { plural, shorten, visible } from '../../common/text.ts'
import { outcomeOf, type RunResult } from '../../run/index.ts'
import { briefReason, reasonText } from '../explanation.ts'
import type { RedGroup } from '../red-cases.ts'
import { caseDetails, type DetailLimits, firstLine } from './case-details.ts'
import type { Paint } from './paint.ts'

/** Maximum number of cases that are listed after the first one of their cause, unless all of them are shown. */
const MAX_LISTED = 20

/**
 * Formats red cases with the same cause: the first one with its details, and the others by their id and message. Cases
 * that are all inconclusive say nothing about the target, so their message and their ids are enough.
 */
export function groupLines(group: RedGroup, target: RunResult['target'], paint: Paint, limits: DetailLimits): string[] {
  const { kind, first, others } = group
  const details = caseDetails(first, target, paint, limits)
  if (others.length === 0) return details
  if (limits.everyCase) {
    return [first, ...others].flatMap((each, index) => [
      ...(index === 0 ? [] : ['']),
      ...caseDetails(each, target, paint, limits),
      ...(index === 0 ? [] : [`  ${paint('dim', 'cause')}       the same as that of ${visible(first.id)}`]),
    ])
  }
  return kind === 'error' ? inconclusiveLines(group, paint, limits) : [...details, ...otherLines(group, paint, limits)]
}

function inconclusiveLines({ first, others }: RedGroup, paint: Paint, { timeline }: DetailLimits): string[] {
  const cases = [first, ...others]
  const head = `${paint('red', '✗ inconclusive')}  ${paint('bold', plural(cases.length, 'case'))}`
  const ids = cases.slice(0, MAX_LISTED).map(({ id }) => visible(id))
  const more = cases.length - ids.length
  const list = `${ids.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
  return [
    `${head}: ${firstLine(reasonText(first), timeline.body)}`,
    ...wrap(list, LINE_WIDTH - 2).map((line) => `  ${line}`),
  ]
}

function otherLines({ first, others }: RedGroup, paint: Paint, { timeline }: DetailLimits): string[] {
  const rows = others.slice(0, MAX_LISTED).map((each) => {
    const word = outcomeOf(each).kind === 'error' ? 'inconclusive' : 'failed'
    const reason = briefReason(each)
    const text = reason === briefReason(first) ? 'the same message' : shorten(reason, timeline.body)
    return [paint('red', `✗ ${word}`), visible(each.id), text]
  })
  const more = others.length - rows.length
  return [
    `  ${paint('dim', `The same cause as ${visible(first.id)}:`)}`,
    ...aligned(rows).map((line) => `  ${line}`),
    ...(more > 0 ? [`  … and ${plural(more, 'more case')}`] : []),
  ]
}
