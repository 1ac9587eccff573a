import { html } from 'hono/html'
import { visible } from '../../common/text.ts'
import type { RunDiff } from '../../run/index.ts'
import { type DiffSection, headOf, type Line, sectionsOf, totals } from '../diff-lines.ts'
import { document, type Html } from './document.ts'
import { filterForm } from './filter-form.ts'
import { idOf } from './link.ts'
import { warningBox } from './warning-box.ts'

/** Formats a comparison of two runs as one self-contained HTML page, with a table for each list. */
export function diffToHtml(diff: RunDiff): string {
  const { after, regressed, warnings } = diff
  const title = `Plexor: ${after.target.name}, before and after`
  const sections = sectionsOf(diff)
  const body = html`<header>
<h1>${visible(title)}</h1>
<p><span class="conclusion ${regressed.length === 0 ? 'good' : 'bad'}">${regressed.length === 0 ? 'no regression' : `${regressed.length} regressed`}</span></p>
<p>${totals(diff)}</p>
<ul>${headOf(diff).map((line) => html`<li>${visible(line)}</li>`)}</ul>
</header>
${warningBox(warnings)}
${sections.length === 0 ? '' : filterForm([{ kind: 'search', label: 'search' }])}
${sections.map(sectionOf)}`
  return document({ title, body })
}

function sectionOf({ heading, lines }: DiffSection): Html {
  return html`<section data-group><h2>${heading}</h2>
<table><thead><tr><th scope="col">case</th><th scope="col">verdict</th><th scope="col">reason</th></tr></thead>
<tbody>${lines.map(rowOf)}</tbody></table></section>
`
}

function rowOf({ id, verdicts, reason }: Line): Html {
  return html`<tr id="case-${idOf(id)}" data-item="cases" data-search=""><th scope="row"><code>${visible(id)}</code></th><td>${verdicts}</td><td>${reason}</td></tr>
`
}
