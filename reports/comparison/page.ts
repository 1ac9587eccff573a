import { html } from 'hono/html'
import { plural, visible } from '../../common/text.ts'
import { CELL_KINDS, type CellCounts, type CellKind, type Comparison, type NamedRun, topicOf } from '../../run/index.ts'
import { conclusionText, toneOfRun } from '../headline.ts'
import { bar } from '../html/bar.ts'
import { document, type Html } from '../html/document.ts'
import { type Filter, filterForm } from '../html/filter-form.ts'
import { warningBox } from '../html/warning-box.ts'
import { openRow, requirementRow } from './rows.ts'
import { comparisonStyle } from './style.ts'
import { CELL_MEANINGS, CELL_WORDS, classOf, countsText, differenceText, namesText, parts } from './words.ts'

/**
 * Formats a comparison as one self-contained HTML page: the implementations with their counts by level, each requirement
 * with what every implementation does and the evidence, and what is unspecified.
 */
export function comparisonToHtml(comparison: Comparison): string {
  const { runs, warnings } = comparison
  const { asked, open } = parts(comparison)
  const title = `Push notifications of Matrix: ${namesText(comparison)}`
  const body = html`<header>
<h1>${visible(title)}</h1>
<p>${runs.length} implementations, with ${differenceText(comparison)}. Each was tested from outside with Plexor; a requirement is shown as the worst of the cases that verify it.</p>
</header>
${warningBox(warnings)}
<div class="cards">${runs.map((run, index) => card(run, index, comparison))}</div>
${filterForm(filtersOf(comparison))}
${
  asked.length === 0
    ? ''
    : html`<section data-group aria-labelledby="asked"><h2 id="asked">What the specification asks for</h2>
${legend()}
<div class="grid" aria-hidden="true"><span>requirement</span>${runs.map(({ name }) => html`<span>${visible(name)}</span>`)}</div>
${[...Map.groupBy(asked, ({ id }) => topicOf(id))].map(
  ([topic, rows]) => html`<div data-group><h3>${visible(topic)}</h3>
${rows.map((row) => requirementRow(row, runs))}</div>
`,
)}</section>`
}
${
  open.length === 0
    ? ''
    : html`<section data-group aria-labelledby="open"><h2 id="open">What is unspecified or optional</h2>
<p>The specification permits all of this, or is silent. Where implementations differ, clients have to cope with all of them, and the specification could say more.</p>
${open.map((row) => openRow(row, runs))}</section>`
}
<footer class="faint"><p>Made by Plexor from the JSON reports of ${plural(runs.length, 'run')}.</p></footer>`
  return document({ title, body, style: comparisonStyle(runs.length) })
}

function card({ name, run, page }: NamedRun, index: number, { levels }: Comparison): Html {
  const { specVersion, plexor, startedAt, target } = run
  const isNamed = target.software?.replace('/', ' ') === name.replace('/', ' ')
  const software = target.software === undefined || isNamed ? '' : `${visible(target.software)}, `
  return html`<div class="card"><h2>${visible(name)}</h2>
<span class="conclusion ${toneOfRun(run)}">${run.conclusion === 'as expected' ? 'known failures only' : conclusionText(run)}</span>
<p class="hint">${software}tested against ${visible(specVersion)} with Plexor ${visible(plexor)} on <span class="nowrap">${visible(startedAt.slice(0, 10))}</span>${
    page === undefined ? '' : html`; <a href="${page}">report</a>`
  }</p>
<dl>${levels.map(({ level, counts }) => {
    const own = counts[index]
    return own === undefined
      ? ''
      : html`<dt>${level}</dt><dd>${levelBar(own, `${name}, ${level}`)}<span class="counts">${countsText(own)}</span></dd>
`
  })}</dl></div>
`
}

/** Order and colours of the segments of a bar. */
const SEGMENTS: readonly CellKind[] = ['passed', 'failed', 'known', 'warned', 'inconclusive', 'noted', 'n/a', 'missing']

function levelBar(counts: CellCounts, label: string): Html {
  const segments = SEGMENTS.map((kind) => ({ kind: classOf(kind), count: counts[kind] }))
  return bar(segments, visible(`${label}: ${countsText(counts)}`))
}

function legend(): Html {
  return html`<details><summary>What the marks mean</summary><ul class="legend">${CELL_MEANINGS.map(
    ([kind, meaning]) =>
      html`<li><span class="verdict ${classOf(kind)}">${CELL_WORDS[kind].join(' ')}</span>: ${meaning}</li>`,
  )}</ul></details>`
}

function filtersOf({ runs, requirements, levels }: Comparison): Filter[] {
  const topics = [...new Set(requirements.map(({ id }) => topicOf(id)))]
  const outcomes = runs.flatMap(({ name }, index) =>
    CELL_KINDS.filter((kind) => requirements.some(({ cells }) => cells[index]?.kind === kind)).map((kind) => ({
      value: `${index + 1}:${kind}`,
      words: visible(`${name}: ${CELL_WORDS[kind][1]}`),
    })),
  )
  return [
    { kind: 'search', label: 'search' },
    {
      ...{ kind: 'choice', name: 'level', label: 'level', all: 'all levels' },
      options: levels.map(({ level }) => ({ value: level, words: level })),
    },
    {
      ...{ kind: 'choice', name: 'topic', label: 'topic', all: 'all topics' },
      options: topics.map((topic) => ({ value: visible(topic), words: visible(topic) })),
    },
    { kind: 'choice', name: 'outcome', label: 'outcome', all: 'any outcome', options: outcomes },
    { kind: 'switch', name: 'differ', value: 'yes', label: 'only differences' },
  ]
}
