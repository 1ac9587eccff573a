import { html } from 'hono/html'
import { visible } from '../../common/text.ts'
import { type CaseResult, type OutcomeKind, outcomeOf, type Totals } from '../../run/index.ts'
import type { Segment } from './bar.ts'
import type { Html } from './document.ts'

/** Names by which the page filters outcomes, which are also their classes, with their words. */
const OUTCOMES: Readonly<Record<OutcomeKind, readonly [name: string, words: string]>> = {
  failed: ['failed', '✗ failed'],
  error: ['inconclusive', '✗ inconclusive'],
  known: ['known', '! known failure'],
  tolerated: ['warned', '~ warned'],
  noted: ['noted', '• noted'],
  skipped: ['skipped', '– n/a'],
  passed: ['passed', '✓ passed'],
}

/** Names of the outcomes with their words, in the order in which the page shows them. */
export const OUTCOME_NAMES: readonly (readonly [name: string, words: string])[] = Object.values(OUTCOMES)

/** Returns the name of the outcome of a case. */
export function outcomeName(result: CaseResult): string {
  return OUTCOMES[outcomeOf(result).kind][0]
}

/** Shows the outcome of a case. */
export function outcomeMark(result: CaseResult): Html {
  const [name, words] = OUTCOMES[outcomeOf(result).kind]
  const more = outcomeOf(result).kind === 'failed' && result.verdict !== 'failed' ? `: ${result.verdict}` : ''
  return html`<span class="verdict ${name}">${words}${more}</span>`
}

/** Returns the attributes of an element about a case, by which the page filters it. */
export function caseAttributes(result: CaseResult): Html {
  const requirements = result.requirements.map(({ id }) => visible(id)).join(' ')
  return html`data-search="${requirements}" data-outcome="${outcomeName(result)}" data-level="${result.level}"`
}

/** Returns the outcome of a case in brief: its class, and its mark, with its words unless it passed. */
export function briefMark(result: CaseResult): { name: string; mark: string } {
  const [name, words] = OUTCOMES[outcomeOf(result).kind]
  return { name, mark: name === 'passed' ? '✓' : words }
}

/** Formats totals like `totalsText`, without what there is none of. */
export function briefTotals({ passed, failed, inconclusive, known, skipped }: Totals): string {
  const counts: [number, string][] = [
    [passed, 'passed'],
    [failed, 'failed'],
    [inconclusive, 'inconclusive'],
    [known, 'known'],
    [skipped, 'skipped'],
  ]
  return counts.flatMap(([count, words]) => (count > 0 ? [`${count} ${words}`] : [])).join(', ')
}

/** Returns totals as the segments of a bar. */
export function segmentsOf({ passed, failed, inconclusive, known, skipped }: Totals): Segment[] {
  return [
    { kind: 'passed', count: passed },
    { kind: 'failed', count: failed },
    { kind: 'known', count: known },
    { kind: 'inconclusive', count: inconclusive },
    { kind: 'skipped', count: skipped },
  ]
}
