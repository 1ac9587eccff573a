import { html } from 'hono/html'
import { plural, shorten, visible, visibleLines } from '../../common/text.ts'
import { areaOf, type CaseResult, isKnownFailure, type RequirementRef, type RunResult } from '../../run/index.ts'
import { curlOf } from '../curl.ts'
import { excerptOf, type Terms, termsOf, withViolations } from '../excerpt.ts'
import { backgroundLines, baselineText, briefReason, reasonText } from '../explanation.ts'
import { DECISIVE_MARK, responseOf, type Step, shownTimeline, whatOf } from '../timeline.ts'
import type { Html } from './document.ts'
import { anchorOf, sectionLink } from './link.ts'
import { caseAttributes, outcomeMark } from './outcome.ts'
import { sequenceDiagram } from './sequence.ts'

/** Maximum length of a message or a body, in UTF-16 code units. The JSON report has more. */
const MAX_TEXT = 2_000

/** Maximum length of the reason of a known failure. */
const MAX_REASON = 300

/** Limits of the exchanges of a case. */
interface Limits {
  /** Number of cases with details up to which these limits apply */
  cases: number
  /** Maximum number of entries */
  entries: number
  /** Maximum number of entries of a known failure, which its reason explains */
  knownEntries: number
  /** Maximum length of a body in an exchange that decides or violates its schema */
  body: number
  /** Maximum length of any other body */
  otherBody: number
  /** True to show the commands of all exchanges, false for those of the ones that decide */
  allCommands: boolean
}

/** Limits by the number of cases with details: the more there are, the less of each, so that the page stays small. */
const LIMITS: readonly Limits[] = [
  { cases: 30, entries: 40, knownEntries: 16, body: MAX_TEXT, otherBody: 400, allCommands: true },
  { cases: 60, entries: 20, knownEntries: 8, body: 800, otherBody: 60, allCommands: false },
  { cases: Number.POSITIVE_INFINITY, entries: 12, knownEntries: 3, body: 400, otherBody: 40, allCommands: false },
]

function limitsFor(cases: number): Limits {
  const limits = LIMITS.find((each) => cases <= each.cases)
  if (limits === undefined) throw new Error('the last limits apply to any number of cases')
  return limits
}

/** Form of the details of a case. */
export interface DetailsOptions {
  target: RunResult['target']
  /** Number of all cases with details: the more there are, the less of each is shown */
  detailed: number
  /** True if the details are open at first */
  isOpen: boolean
  /** Cases that are red for the same cause; default: none */
  others?: readonly CaseResult[]
}

/** Shows a red case or a known failure: its requirements, its message, and its exchanges as a diagram and one by one. */
export function caseDetails(result: CaseResult, { target, detailed, isOpen, others = [] }: DetailsOptions): Html {
  const baseline = baselineText(result)
  const isKnown = isKnownFailure(result)
  const inside = html`<summary>${outcomeMark(result)} <code data-part="id">${visible(result.id)}</code> <span data-part="title">${visible(result.title)}</span>${
    others.length === 0
      ? ''
      : html` <span class="faint">and ${plural(others.length, 'more case')} with the same cause</span>`
  }${isKnown ? html`<br><span class="faint">Known: ${visible(shorten(result.expectation?.reason ?? '', MAX_REASON))}</span>` : ''}</summary>
<ul class="requirements">${result.requirements.map((each) => html`<li data-part="requirement">${requirement(each)}</li>`)}</ul>
${baseline === undefined || isKnown ? '' : html`<p class="known">${baseline}</p>`}
${block(reasonText(result), 'reason')}
${backgroundLines(result).map((line) => html`<p>${visible(line)}</p>`)}
${result.fairness ? html`<p class="faint">Fair because: ${visible(result.fairness)}</p>` : ''}
${result.proof ? html`<p>Proof: ${visible(shorten(result.proof, MAX_TEXT))}</p>` : ''}
<p class="actions"><button type="button" data-copy hidden>Copy as an issue report</button></p>
${exchanges(result, target, limitsFor(detailed))}
${
  others.length === 0
    ? ''
    : html`<p>The same cause as <code>${visible(result.id)}</code>:</p>
<ul>${others.map((other) => otherCase(other))}</ul>`
}
`
  const attributes = html`class="case" id="${anchorOf(result)}" data-item="" data-area="${visible(areaOf(result.id))}" ${caseAttributes(result)}`
  return isOpen
    ? html`<details open ${attributes}>${inside}</details>`
    : html`<details ${attributes}>${inside}</details>`
}

/** Shows cases that are inconclusive for the same cause. They say nothing about the target, so their ids are enough. */
export function inconclusiveCases(cases: readonly CaseResult[]): Html {
  const [first] = cases
  if (first === undefined) return html``
  return html`<details class="case"><summary>${outcomeMark(first)} ${plural(cases.length, 'case')} with the same cause</summary>
${block(reasonText(first), 'reason')}
<ul>${cases.map((each) => html`<li id="${anchorOf(each)}" data-item="" data-area="${visible(areaOf(each.id))}" ${caseAttributes(each)}><code>${visible(each.id)}</code></li>`)}</ul></details>
`
}

function otherCase(result: CaseResult): Html {
  return html`<li id="${anchorOf(result)}">${outcomeMark(result)} <code>${visible(result.id)}</code>: ${briefReason(result)}</li>`
}

/** Shows the level, id and text of a requirement, with a link to the specification. */
export function requirement({ id, level, text, section }: RequirementRef): Html {
  return html`<span>${level} <code>${visible(id)}</code>: ${visible(text)}</span> ${sectionLink(section)}`
}

function exchanges(result: CaseResult, target: RunResult['target'], limits: Limits): Html {
  const { parts, preparing, omitted } = shownTimeline(
    result.timeline,
    isKnownFailure(result) ? limits.knownEntries : limits.entries,
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
${steps.map((step, index) => exchange({ step, number: index + 1, terms, limits, target }))}`
}

interface Exchange {
  step: Step
  /** Number of the step, from 1, as in the diagram */
  number: number
  terms: Terms
  limits: Limits
  target: RunResult['target']
}

function exchange({ step, number, terms: caseTerms, limits, target }: Exchange): Html {
  const { actor, at, decisive, requestBody, responseBody, violations = [] } = step.entry
  const what = visible(shorten(whatOf(step.entry), MAX_TEXT)) + responseOf(step)
  const terms = withViolations(caseTerms, step.entry)
  const limit = decisive || violations.length > 0 ? limits.body : limits.otherBody
  const command = decisive || limits.allCommands ? curlOf(step.entry, target) : undefined
  const inside = html`<summary>${decisive ? html`<strong class="failed">${DECISIVE_MARK}</strong> ` : ''}${number}. <span class="faint">${Math.round(at)} ms ${visible(actor)}</span> <code class="${decisive ? 'decisive' : 'exchange'}">${what}</code></summary>
${requestBody === undefined ? '' : html`<p>Sent:</p>${body(requestBody, terms, limit)}`}
${responseBody === undefined ? '' : html`<p>Received:</p>${body(responseBody, terms, limit)}`}
${violations.map((violation) => html`<p class="failed">Violates the schema: ${visible(shorten(violation, MAX_TEXT))}</p>`)}
${command === undefined ? '' : html`<p>To repeat it:</p><pre>${command}</pre>`}
`
  return decisive ? html`<details open data-decisive>${inside}</details>` : html`<details>${inside}</details>`
}

function block(text: string, part: string): Html {
  return html`<pre data-part="${part}">${visibleLines(shorten(text, MAX_TEXT)).join('\n')}</pre>`
}

function body(value: unknown, terms: Terms, limit: number): Html {
  return html`<pre>${excerptOf(value, { limit, terms, indent: 2 })}</pre>`
}
