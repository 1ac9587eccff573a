import { html } from 'hono/html'
import { shorten, visible } from '../../common/text.ts'
import { type Cell, type CellCase, type ComparedRequirement, type NamedRun, topicOf } from '../../run/index.ts'
import type { Html } from '../html/document.ts'
import { anchorOf, idOf, sectionLink } from '../html/link.ts'
import { decidingRequest, whatOf } from '../timeline.ts'
import { CELL_WORDS, classOf, isOpen, messageOf, tellingCases } from './words.ts'

/** Maximum length of the line of an exchange, in UTF-16 code units. */
const MAX_EXCHANGE = 200

/** Shows a requirement as a row with what each implementation does; the evidence is inside. */
export function requirementRow(row: ComparedRequirement, runs: readonly NamedRun[]): Html {
  return html`<details class="row" ${attributes(row)}><summary>${what(row)}${row.cells.map((cell, index) => cellMark(cell, runs[index]))}</summary>
${evidence(row, runs)}</details>
`
}

/** Shows a requirement that asks for nothing in particular, with what each implementation does. */
export function openRow(row: ComparedRequirement, runs: readonly NamedRun[]): Html {
  const inside = html`<summary>${what(row)}</summary>
${evidence(row, runs)}`
  return row.varies
    ? html`<details class="row open-row" ${attributes(row)} open>${inside}</details>
`
    : html`<details class="row open-row" ${attributes(row)}>${inside}</details>
`
}

/** Returns the anchor of the row, and what the filters of the page compare. */
function attributes({ id, level, cells, varies }: ComparedRequirement): Html {
  const outcomes = cells.map(({ kind }, index) => `${index + 1}:${kind}`)
  const topic = visible(topicOf(id))
  return html`id="${idOf(id)}" data-item="requirements" data-search="" data-level="${level}" data-topic="${topic}" data-outcome="${outcomes.join(' ')}" data-differ="${varies ? 'yes' : 'no'}"`
}

function what({ id, level, text }: ComparedRequirement): Html {
  return html`<span class="what">${visible(text)} <small><code>${visible(id)}</code></small> <span class="level">${level}</span></span>`
}

function cellMark({ kind }: Cell, run: NamedRun | undefined): Html {
  const [mark, words] = CELL_WORDS[kind]
  return html`<span class="cell ${classOf(kind)}"><span class="who">${visible(run?.name ?? '')}</span> ${mark} ${words}</span>`
}

function evidence({ cells, section, level }: ComparedRequirement, runs: readonly NamedRun[]): Html {
  return html`<div class="evidence">${sectionLink(section, 'Section of the specification')}<dl>${cells.map(
    (cell, index) => {
      const run = runs[index]
      return run === undefined ? '' : cellEvidence(cell, run, isOpen(level))
    },
  )}</dl></div>`
}

/** Shows the cases behind a cell: those that say something one by one, the others by their ids. */
function cellEvidence(cell: Cell, run: NamedRun, isOpenPoint: boolean): Html {
  const [mark, words] = CELL_WORDS[cell.kind]
  const telling = tellingCases(cell)
  const plain = cell.cases.filter((each) => !telling.includes(each))
  const head = html`<dt>${visible(run.name)}${
    isOpenPoint && cell.kind === 'noted'
      ? ''
      : html` <span class="verdict ${classOf(cell.kind)}">${mark} ${words}</span>`
  }</dt>`
  return html`${head}<dd>${telling.length === 0 ? '' : html`<ul>${telling.map((each) => html`<li>${tellingCase(each, run)}</li>`)}</ul>`}${plainCases(plain)}</dd>
`
}

function tellingCase(each: CellCase, run: NamedRun): Html {
  const message = visible(messageOf(each))
  const { result, kind } = each
  if (kind === 'noted') return html`${message} <span class="hint"><code>${visible(result.id)}</code></span>`
  const reason =
    result.expectation?.met === true
      ? html`<br><span class="known">Known: ${visible(shorten(result.expectation.reason, MAX_EXCHANGE))}</span>`
      : ''
  const request = decidingRequest(result.timeline)
  const status = request?.status === undefined ? '' : ` → ${request.status}`
  const exchange =
    request === undefined ? '' : html`<br><code>${visible(shorten(whatOf(request), MAX_EXCHANGE))}${status}</code>`
  const violated = result.violatedRequirement
  const because =
    kind === 'inconclusive' && violated !== undefined
      ? html`It failed for <code>${visible(violated.id)}</code>, on which it builds: `
      : ''
  return html`${caseName(each, run)}: ${because}${message}${reason}${exchange}`
}

/** Lists the cases that passed or do not apply, with the reason why they do not. */
function plainCases(cases: readonly CellCase[]): Html {
  const passed = cases.filter(({ kind }) => kind === 'passed')
  const reasons = Map.groupBy(
    cases.filter(({ kind }) => kind === 'n/a'),
    messageOf,
  )
  return html`${passed.length === 0 ? '' : html`<span class="hint">Passed: ${names(passed)}</span>`}${[...reasons].map(
    ([reason, skipped]) =>
      html`${passed.length === 0 ? '' : html`<br>`}<span class="hint">${visible(reason)}: ${names(skipped)}</span>`,
  )}`
}

/** Lists the ids of cases about which there is no more to say: without links, because a page can have thousands of them. */
function names(cases: readonly CellCase[]): string {
  return cases.map(({ result }) => visible(result.id)).join(', ')
}

/** Shows the id of a case, as a link if the page of its run is known. */
function caseName({ result }: CellCase, { page }: NamedRun): Html {
  const id = html`<code>${visible(result.id)}</code>`
  return page === undefined ? id : html`<a href="${page}#${anchorOf(result)}">${id}</a>`
}
