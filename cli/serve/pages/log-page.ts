import { html } from 'hono/html'
import { visible } from '../../../common/text.ts'
import type { Html } from '../../../reports/html/document.ts'
import type { Filter } from '../../../reports/html/filter-form.ts'
import type { RecordedEntry } from './activity.ts'
import { emptyRemark, timeOf } from './layout.ts'
import type { Stack } from './stack.ts'

/** Maximum number of entries on the page. */
const MAX_SHOWN = 500

const PARTS = ['homeserver', 'delivery', 'gateway', 'provider']

/** Filters of the page. */
export const LOG_FILTERS: readonly Filter[] = [
  { kind: 'search', label: 'search' },
  {
    ...{ kind: 'choice', name: 'part', label: 'part', all: 'all parts' },
    options: PARTS.map((part) => ({ value: part, words: part })),
  },
  {
    ...{ kind: 'choice', name: 'level', label: 'level', all: 'all levels' },
    options: [
      { value: 'problem', words: 'warnings and errors' },
      { value: 'error', words: 'errors' },
    ],
  },
]

/** Shows the newest log entries, newest first. */
export function logContent({ activity: { entries } }: Stack): Html {
  if (entries.length === 0) return emptyRemark(html`Nothing has happened so far.`)
  const shown = entries.slice(-MAX_SHOWN).reverse()
  const oldest = shown.at(-1)?.n ?? 1
  return html`<ul class="rows">${shown.map(logRow)}</ul>
${oldest > 1 ? html`<p class="hint" id="older">Entries before number ${oldest} are in the terminal alone.</p>` : ''}`
}

function logRow({ n, at, part, level, event, text, eventId = '' }: RecordedEntry): Html {
  const levels = level === 'info' ? level : `problem ${level}`
  const mark = level === 'info' ? '' : html`<strong>${level}:</strong> `
  return html`<li id="entry-${n}" data-item="entries" data-search="${visible(`${event} ${eventId}`)}" data-part="${part}" data-level="${levels}">${timeOf(at)}<span class="part">${part}</span><span class="${level}">${mark}${visible(text)}</span></li>
`
}
