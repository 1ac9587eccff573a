import { html } from 'hono/html'
import { duration, plural, shorten, visible } from '../../common/text.ts'
import { areaOf, type CaseResult, casesByArea, outcomeOf, topicOf, totalsOf } from '../../run/index.ts'
import { toneOfTotals } from '../headline.ts'
import { bar } from './bar.ts'
import type { Html } from './document.ts'
import { anchorOf, areaAnchor, sectionLink } from './link.ts'
import { briefMark, briefTotals, caseAttributes, outcomeMark, outcomeName, segmentsOf } from './outcome.ts'

/** Maximum length of a reason, in UTF-16 code units. */
const MAX_REASON = 300

/** Lists all cases by area, each with its outcome, and its reason or a link to its details if the page has them. */
export function caseList(cases: readonly CaseResult[], detailed: ReadonlySet<CaseResult>): Html {
  return html`${[...casesByArea(cases)].map(
    ([
      area,
      inArea,
    ]) => html`<details id="${areaAnchor(area)}" data-group data-area="${visible(area)}"><summary>${areaSummary(area, inArea)}</summary>
<ul class="rows">${inArea.map((result) => caseRow(result, detailed.has(result)))}</ul></details>
`,
  )}`
}

function areaSummary(area: string, cases: readonly CaseResult[]): Html {
  const totals = totalsOf(cases)
  const words = briefTotals(totals)
  return html`<span class="area ${toneOfTotals(totals)}">${visible(area)}</span>${bar(segmentsOf(totals), visible(`${area}: ${words}`))}<span class="counts">${words}</span>`
}

function caseRow(result: CaseResult, isDetailed: boolean): Html {
  const [reason = ''] = isDetailed ? [] : outcomeOf(result).reason.split('\n', 1)
  const inside = html`${outcomeMark(result)}<span class="what">${caseName(result, isDetailed)} ${visible(result.title)}${
    reason === '' ? '' : html`<br><span class="faint">${visible(shorten(reason, MAX_REASON))}</span>`
  }</span><span class="hint">${duration(result.durationMs)}</span>`
  const attributes = caseAttributes(result)
  return isDetailed
    ? html`<li data-item="cases" ${attributes}>${inside}</li>
`
    : html`<li id="${anchorOf(result)}" data-item="cases" ${attributes}>${inside}</li>
`
}

function caseName(result: CaseResult, isDetailed: boolean): Html {
  const name = html`<code>${visible(result.id)}</code>`
  return isDetailed ? html`<a href="#${anchorOf(result)}">${name}</a>` : name
}

/** Requirement with the cases that verify it. */
interface Verified {
  row: CaseResult['requirements'][number]
  results: CaseResult[]
}

/** Lists the requirements by topic, each with its cases and their outcomes. */
export function requirementList(cases: readonly CaseResult[]): Html {
  const byTopic = Map.groupBy(verifiedBy(cases), ({ row }) => topicOf(row.id))
  return html`${[...byTopic].map(
    ([
      topic,
      rows,
    ]) => html`<details data-group data-area="${visible(topic)}"><summary>${visible(topic)} <span class="faint">${plural(rows.length, 'requirement')}</span></summary>
<ul class="rows">${rows.map((each) => requirementRow(each, topic))}</ul></details>
`,
  )}`
}

function verifiedBy(cases: readonly CaseResult[]): Verified[] {
  const byId = new Map<string, Verified>()
  for (const result of cases) {
    for (const row of result.requirements) {
      const verified = byId.get(row.id)
      if (verified === undefined) byId.set(row.id, { row, results: [result] })
      else verified.results.push(result)
    }
  }
  return [...byId.values()]
}

function requirementRow({ row, results }: Verified, topic: string): Html {
  const outcomes = [...new Set(results.map(outcomeName))].join(' ')
  return html`<li data-item="requirements" data-search="" data-outcome="${outcomes}" data-level="${row.level}"><span class="level">${row.level}</span><span class="what">${visible(row.text)} <code class="faint">${visible(row.id)}</code> ${sectionLink(row.section)}<ul class="cases">${results.map(
    (result) => verifyingCase(result, topic),
  )}</ul></span></li>
`
}

function verifyingCase(result: CaseResult, topic: string): Html {
  const { name, mark } = briefMark(result)
  return html`<li class="${name}">${mark} <a href="#${anchorOf(result)}">${visible(shortId(result, topic))}</a></li>`
}

/** Returns the id of a case without its area, if that is the topic of the requirement. */
function shortId({ id }: CaseResult, topic: string): string {
  return areaOf(id) === topic && id.length > topic.length + 1 ? id.slice(topic.length + 1) : id
}
