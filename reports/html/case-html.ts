import { html } from 'hono/html'
import { plural, shorten, visible, visibleLines } from '../../common/text.ts'
import { type CaseResult, isKnownFailure, outcomeOf, type RequirementRef, type RunResult } from '../../run/index.ts'
import { curlOf } from '../curl.ts'
import { excerptOf, type Terms, termsOf, withViolations } from '../excerpt.ts'
import { backgroundLines, baselineText, briefReason, reasonText } from '../explanation.ts'
import { DECISIVE_MARK, responseOf, type Step, shownTimeline, whatOf } from '../timeline.ts'
import type { Html } from './document.ts'
import { anchorOf, sectionLink } from './link.ts'
import { sequenceDiagram } from './sequence.ts'

/** Maximum length of a message or a body, in UTF-16 code units. The JSON report has more. */
const MAX_TEXT = 2_000
/** Maximum length of a body in an exchange that neither decides nor violates its schema. */
const MAX_OTHER_BODY = 400
/** Maximum number of entries of a timeline. */
const MAX_ENTRIES = 40
/** The same for a known failure, which its reason explains. */
const MAX_KNOWN_ENTRIES = 16

/** Verdict of a case with details: its class and its words. */
const VERDICT_WORDS: Partial<Record<string, readonly [className: string, words: string]>> = {
  error: ['inconclusive', '✗ inconclusive'],
  known: ['known', '! known failure'],
}

/** Form of the details of a case. */
export interface DetailsOptions {
  target: RunResult['target']
  /** True if the details are open at first */
  isOpen: boolean
  /** Cases that are red for the same cause; default: none */
  others?: readonly CaseResult[]
}

/** Shows a red case or a known failure: its requirements, its message, and its exchanges as a diagram and one by one. */
export function caseDetails(result: CaseResult, { target, isOpen, others = [] }: DetailsOptions): Html {
  const baseline = baselineText(result)
  const inside = html`<summary>${verdictOf(result)} <code>${visible(result.id)}</code>${
    others.length === 0
      ? ''
      : html` <span class="faint">and ${plural(others.length, 'more case')} with the same cause</span>`
  }</summary>
<p>${visible(result.title)}</p>
<ul>${result.requirements.map((each) => html`<li>${requirement(each)}</li>`)}</ul>
${baseline === undefined ? '' : html`<p class="known">${baseline}</p>`}
${block(reasonText(result))}
${backgroundLines(result).map((line) => html`<p>${visible(line)}</p>`)}
${result.fairness ? html`<p class="faint">Fair because: ${visible(result.fairness)}</p>` : ''}
${result.proof ? html`<p>Proof: ${visible(shorten(result.proof, MAX_TEXT))}</p>` : ''}
${exchanges(result, target)}
${
  others.length === 0
    ? ''
    : html`<p>The same cause as <code>${visible(result.id)}</code>:</p>
<ul>${others.map((other) => otherCase(other))}</ul>`
}
`
  return isOpen
    ? html`<details open id="${anchorOf(result)}">${inside}</details>`
    : html`<details id="${anchorOf(result)}">${inside}</details>`
}

/** Shows cases that are inconclusive for the same cause. They say nothing about the target, so their ids are enough. */
export function inconclusiveCases(cases: readonly CaseResult[]): Html {
  const [first] = cases
  return html`<details><summary><span class="verdict inconclusive">✗ inconclusive</span> ${plural(cases.length, 'case')} with the same cause</summary>
${first === undefined ? '' : block(reasonText(first))}
<ul>${cases.map((each) => html`<li id="${anchorOf(each)}"><code>${visible(each.id)}</code></li>`)}</ul></details>
`
}

function otherCase(result: CaseResult): Html {
  return html`<li id="${anchorOf(result)}">${verdictOf(result)} <code>${visible(result.id)}</code>: ${briefReason(result)}</li>`
}

function verdictOf(result: CaseResult): Html {
  const [className, words] = VERDICT_WORDS[outcomeOf(result).kind] ?? ['failed', '✗ failed']
  return html`<span class="verdict ${className}">${words}</span>`
}

/** Shows the level, id and text of a requirement, with a link to the specification. */
export function requirement({ id, level, text, section }: RequirementRef): Html {
  return html`${level} <code>${visible(id)}</code>: ${visible(text)} ${sectionLink(section)}`
}

function exchanges(result: CaseResult, target: RunResult['target']): Html {
  const { parts, preparing, omitted } = shownTimeline(
    result.timeline,
    isKnownFailure(result) ? MAX_KNOWN_ENTRIES : MAX_ENTRIES,
  )
  const steps = parts.filter((part) => typeof part !== 'number')
  if (steps.length === 0) return html``
  const terms = termsOf(result)
  return html`<p class="faint">${plural(preparing, 'exchange')} to prepare users and rooms${
    omitted > 0 ? `, and ${omitted} more, are` : preparing === 1 ? ' is' : ' are'
  } omitted.${
    steps.some(({ entry }) => entry.decisive) ? ` ${DECISIVE_MARK} marks the exchange that decides the verdict.` : ''
  }</p>
${sequenceDiagram(steps)}
${steps.map((step, index) => exchange(step, index, target, terms))}`
}

function exchange(step: Step, index: number, target: RunResult['target'], caseTerms: Terms): Html {
  const { actor, at, decisive, requestBody, responseBody, violations = [] } = step.entry
  const what = visible(shorten(whatOf(step.entry), MAX_TEXT)) + responseOf(step)
  const terms = withViolations(caseTerms, step.entry)
  const limit = decisive || violations.length > 0 ? MAX_TEXT : MAX_OTHER_BODY
  const command = curlOf(step.entry, target)
  const inside = html`<summary>${decisive ? html`<strong class="failed">${DECISIVE_MARK}</strong> ` : ''}${index + 1}. <span class="faint">${Math.round(at)} ms ${visible(actor)}</span> <code class="${decisive ? 'decisive' : 'exchange'}">${what}</code></summary>
${requestBody === undefined ? '' : html`<p>Sent:</p>${body(requestBody, terms, limit)}`}
${responseBody === undefined ? '' : html`<p>Received:</p>${body(responseBody, terms, limit)}`}
${violations.map((violation) => html`<p class="failed">Violates the schema: ${visible(shorten(violation, MAX_TEXT))}</p>`)}
${command === undefined ? '' : html`<p>To repeat it:</p><pre>${command}</pre>`}
`
  return decisive ? html`<details open>${inside}</details>` : html`<details>${inside}</details>`
}

function block(text: string): Html {
  return html`<pre>${visibleLines(shorten(text, MAX_TEXT)).join('\n')}</pre>`
}

function body(value: unknown, terms: Terms, limit: number): Html {
  return html`<pre>${excerptOf(value, { limit, terms, indent: 2 })}</pre>`
}
