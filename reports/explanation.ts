import { shorten, visible } from '../common/text.ts'
import { type CaseResult, outcomeOf, partingText } from '../run/index.ts'

/** Maximum length of a message on one line, in UTF-16 code units. */
const MAX_LINE = 300

/** Maximum number of cases that a sentence names. */
const MAX_NAMED = 5

/**
 * Returns why a case is red or a known failure, in full. If only a part of what it fails for is a surprise to the
 * baseline, the whole message follows.
 */
export function reasonText(result: CaseResult): string {
  const { kind, reason } = outcomeOf(result)
  const { message = '', expectation } = result
  if (kind === 'known') return message || 'no reason was given'
  const unexpected = expectation?.unexpected?.join('\n')
  if (unexpected === undefined || unexpected === message || message === '') return reason || 'no reason was given'
  return `${reason}\nAll that it fails for: ${message}`
}

/** Says what the baseline expects of a case; undefined if it has no entry, or the reason says it already. */
export function baselineText(result: CaseResult): string | undefined {
  const { expectation } = result
  if (expectation === undefined || outcomeOf(result).kind === 'failed') return undefined
  const expects = expectation.kind === 'must-fail' ? 'expects' : 'allows'
  return `The baseline ${expects} it to fail: ${shorten(visible(expectation.reason), MAX_LINE)}`
}

/** Returns the reason of a case on one line, for a list: the beginning of its message, and where it comes from. */
export function briefReason(result: CaseResult): string {
  const [line = ''] = reasonText(result).split('\n', 1)
  return [shorten(visible(line), MAX_LINE), ...originLines(result).map(visible)].join('; ')
}

/**
 * Returns sentences about where a failure comes from: the requirement that it is about, cases that failed for it, and what
 * the case failed for in other repetitions.
 */
export function originLines({ violatedRequirement, followsFrom = [], otherMessages = [] }: CaseResult): string[] {
  return [
    ...(violatedRequirement === undefined
      ? []
      : [
          `The case builds on ${violatedRequirement.id} (${violatedRequirement.level}), which the target violates: ${violatedRequirement.text}`,
        ]),
    ...(followsFrom.length === 0 ? [] : [`May follow from ${named(followsFrom)}, which failed`]),
    ...otherMessages.map((message) => `In another repetition: ${shorten(message.split('\n', 1)[0] ?? '', MAX_LINE)}`),
  ]
}

/** Returns what the details of a case say after its message: where the failure comes from, and where repetitions part. */
export function backgroundLines(result: CaseResult): string[] {
  const { parting } = result.repetitions ?? {}
  return [...originLines(result), ...(parting === undefined ? [] : [partingText(parting)])]
}

/** Lists ids: `a`, `a and b`, `a, b and 3 more`. */
export function named(ids: readonly string[], most = MAX_NAMED): string {
  const shown = ids.length > most ? [...ids.slice(0, most - 1), `${ids.length - most + 1} more`] : ids
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`
}
