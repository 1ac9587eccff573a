import { html } from 'hono/html'
import { duration, plural, shorten, visible, visibleLines } from '../../common/text.ts'
import { type CaseResult, outcomeOf, type RequirementRef, type RunResult, type TimelineEntry } from '../../run/index.ts'
import { curlOf } from '../curl.ts'
import { jsonText } from '../json.ts'
import { shownEntries } from '../timeline.ts'
import { type Html, sequenceDiagram } from './sequence.ts'

/** Characters of a message or a body that are shown; the JSON report has more. */
const LONGEST_TEXT = 2_000
const MOST_ENTRIES = 40

/** A red case with all that explains it: requirement, message, the exchanges as a diagram and one by one. */
export function redCase(result: CaseResult, target: RunResult['target'], isOpen: boolean): Html {
  const { kind, reason } = outcomeOf(result)
  const word = kind === 'error' ? 'inconclusive' : 'failed'
  const inside = html`<summary><span class="verdict ${word}">✗ ${word}</span> <code>${visible(result.id)}</code></summary>
<p>${visible(result.title)}</p>
<ul>${result.requirements.map((each) => html`<li>${requirement(each)}</li>`)}</ul>
${block(reason || 'no reason was given')}
${result.fairness ? html`<p class="faint">Fair because: ${visible(result.fairness)}</p>` : ''}
${result.proof ? html`<p>Proof: ${visible(shorten(result.proof, LONGEST_TEXT))}</p>` : ''}
${exchanges(result.timeline, target)}
`
  return isOpen
    ? html`<details open id="${anchorOf(result)}">${inside}</details>`
    : html`<details id="${anchorOf(result)}">${inside}</details>`
}

/** The name by which the page links to a case. */
export function anchorOf({ id }: Pick<CaseResult, 'id'>): string {
  return `case-${visible(id).replaceAll(/[^\w./-]/g, '-')}`
}

/** Level, id and text of a requirement, with a link to the specification. */
export function requirement({ id, level, text, section }: RequirementRef): Html {
  return html`${level} <code>${visible(id)}</code>: ${visible(text)} ${link(section)}`
}

/** A link only leads to a web page; anything else is shown as the text that it is. */
export function link(address: string): Html {
  const url = URL.parse(address)
  if (url?.protocol !== 'https:') return html`${visible(address)}`
  return html`<a href="${url.href}" rel="noreferrer noopener">section</a>`
}

function exchanges(timeline: TimelineEntry[], target: RunResult['target']): Html {
  const { entries, preparing, leftOut } = shownEntries(timeline, MOST_ENTRIES)
  if (entries.length === 0) return html``
  return html`<p class="faint">${plural(preparing, 'exchange')} to prepare users and rooms${
    leftOut > 0 ? `, and ${leftOut} more, are` : preparing === 1 ? ' is' : ' are'
  } left out.</p>
${sequenceDiagram(entries)}
${entries.map((entry, index) => exchange(entry, index, target))}`
}

function exchange(entry: TimelineEntry, index: number, target: RunResult['target']): Html {
  const { method, path, summary, actor, at, status, durationMs, requestBody, responseBody, violations = [] } = entry
  const what = shorten(method && path ? `${method} ${path}` : summary, LONGEST_TEXT)
  const response = `${status === undefined ? '' : ` → ${status}`}${durationMs === undefined ? '' : ` (${duration(durationMs)})`}`
  const command = curlOf(entry, target)
  return html`<details><summary>${index + 1}. <span class="faint">${Math.round(at)} ms ${visible(actor)}</span> <code>${visible(what)}${response}</code></summary>
${requestBody === undefined ? '' : html`<p>Sent:</p>${block(bodyText(requestBody))}`}
${responseBody === undefined ? '' : html`<p>Answered:</p>${block(bodyText(responseBody))}`}
${violations.map((violation) => html`<p class="failed">Breaks the schema: ${visible(shorten(violation, LONGEST_TEXT))}</p>`)}
${command === undefined ? '' : html`<p>Again:</p><pre>${command}</pre>`}
</details>
`
}

function block(text: string): Html {
  return html`<pre>${visibleLines(shorten(text, LONGEST_TEXT)).join('\n')}</pre>`
}

function bodyText(body: unknown): string {
  return typeof body === 'string' ? body : jsonText(body, 2)
}
