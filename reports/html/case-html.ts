import { html } from 'hono/html'
import { duration, plural, shorten, visible, visibleLines } from '../../common/text.ts'
import { type CaseResult, outcomeOf, type RequirementRef, type RunResult, type TimelineEntry } from '../../run/index.ts'
import { curlOf } from '../curl.ts'
import { jsonText } from '../json.ts'
import { shownEntries } from '../timeline.ts'
import { type Html, sequenceDiagram } from './sequence.ts'

/** Maximum length of a message or a body, in UTF-16 code units. The JSON report has more. */
const MAX_TEXT = 2_000
/** Maximum number of entries of a timeline. */
const MAX_ENTRIES = 40

/** Shows a red case with its requirements, its message, and its exchanges as a diagram and one by one. */
export function redCase(result: CaseResult, target: RunResult['target'], isOpen: boolean): Html {
  const { kind, reason } = outcomeOf(result)
  const word = kind === 'error' ? 'inconclusive' : 'failed'
  const inside = html`<summary><span class="verdict ${word}">✗ ${word}</span> <code>${visible(result.id)}</code></summary>
<p>${visible(result.title)}</p>
<ul>${result.requirements.map((each) => html`<li>${requirement(each)}</li>`)}</ul>
${block(reason || 'no reason was given')}
${result.fairness ? html`<p class="faint">Fair because: ${visible(result.fairness)}</p>` : ''}
${result.proof ? html`<p>Proof: ${visible(shorten(result.proof, MAX_TEXT))}</p>` : ''}
${exchanges(result.timeline, target)}
`
  return isOpen
    ? html`<details open id="${anchorOf(result)}">${inside}</details>`
    : html`<details id="${anchorOf(result)}">${inside}</details>`
}

/** Returns the anchor of a case. */
export function anchorOf({ id }: Pick<CaseResult, 'id'>): string {
  return `case-${visible(id).replaceAll(/[^\w./-]/g, '-')}`
}

/** Shows the level, id and text of a requirement, with a link to the specification. */
export function requirement({ id, level, text, section }: RequirementRef): Html {
  return html`${level} <code>${visible(id)}</code>: ${visible(text)} ${link(section)}`
}

/** Shows a link to a web page; any other address is shown as text. */
export function link(address: string): Html {
  const url = URL.parse(address)
  if (url?.protocol !== 'https:') return html`${visible(address)}`
  return html`<a href="${url.href}" rel="noreferrer noopener">section</a>`
}

function exchanges(timeline: TimelineEntry[], target: RunResult['target']): Html {
  const { entries, preparing, omitted } = shownEntries(timeline, MAX_ENTRIES)
  if (entries.length === 0) return html``
  return html`<p class="faint">${plural(preparing, 'exchange')} to prepare users and rooms${
    omitted > 0 ? `, and ${omitted} more, are` : preparing === 1 ? ' is' : ' are'
  } omitted.</p>
${sequenceDiagram(entries)}
${entries.map((entry, index) => exchange(entry, index, target))}`
}

function exchange(entry: TimelineEntry, index: number, target: RunResult['target']): Html {
  const { method, path, summary, actor, at, status, durationMs, requestBody, responseBody, violations = [] } = entry
  const what = shorten(method && path ? `${method} ${path}` : summary, MAX_TEXT)
  const response = `${status === undefined ? '' : ` → ${status}`}${durationMs === undefined ? '' : ` (${duration(durationMs)})`}`
  const command = curlOf(entry, target)
  return html`<details><summary>${index + 1}. <span class="faint">${Math.round(at)} ms ${visible(actor)}</span> <code>${visible(what)}${response}</code></summary>
${requestBody === undefined ? '' : html`<p>Sent:</p>${block(bodyText(requestBody))}`}
${responseBody === undefined ? '' : html`<p>Received:</p>${block(bodyText(responseBody))}`}
${violations.map((violation) => html`<p class="failed">Violates the schema: ${visible(shorten(violation, MAX_TEXT))}</p>`)}
${command === undefined ? '' : html`<p>To repeat it:</p><pre>${command}</pre>`}
</details>
`
}

function block(text: string): Html {
  return html`<pre>${visibleLines(shorten(text, MAX_TEXT)).join('\n')}</pre>`
}

function bodyText(body: unknown): string {
  return typeof body === 'string' ? body : jsonText(body, 2)
}
