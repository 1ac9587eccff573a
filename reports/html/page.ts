import { html } from 'hono/html'
import { duration, plural, shorten, visible } from '../../common/text.ts'
import {
  areaOf,
  type CaseResult,
  casesByArea,
  isKnownFailure,
  isRed,
  outcomeOf,
  type RequirementRef,
  type RunResult,
  remarksOf,
  runFailure,
  totalsOf,
  totalsOfRun,
  totalsText,
} from '../../run/index.ts'
import { conclusionText, LEVEL_COLUMNS, levelsOf, settingsText, toneOfRun, toneOfTotals } from '../headline.ts'
import { knownFailuresOf, type RedGroup, redGroups } from '../red-cases.ts'
import { caseDetails, inconclusiveCases } from './case-html.ts'
import { document, type Html } from './document.ts'
import { anchorOf, sectionLink } from './link.ts'

/** Maximum number of red cases, and of known failures, with details. The JSON report has all of them. */
const MAX_DETAILS = 100
/** Maximum number of red cases whose details are open at first. */
const MAX_OPEN = 3
/** Maximum length of a reason, in UTF-16 code units. */
const MAX_REASON = 300

/**
 * Formats a run as one self-contained HTML page, without scripts or requests, in light and dark colours. Everything from
 * the target is escaped, and the content security policy only allows the page's own style.
 */
export function toHtml(run: RunResult): string {
  const { target } = run
  const software = target.software === undefined ? '' : ` (${target.software})`
  const title = visible(`Plexor: ${target.name}${software}`)
  const groups = redGroups(run)
  const shown = groups.slice(0, MAX_DETAILS)
  const known = knownFailuresOf(run).slice(0, MAX_DETAILS)
  const detailed = new Set([...shown.flatMap(({ first, others }) => [first, ...others]), ...known])
  const body = html`<h1>${title}</h1>
${summary(run)}
${areas(run.cases)}
${levels(run)}
${redSection('Failures', 'failed', shown, run)}
${redSection('Inconclusive cases', 'error', shown, run)}
${groups.length > MAX_DETAILS ? html`<p>… and ${plural(casesIn(groups.slice(MAX_DETAILS)), 'more case')}, in the table below</p>` : ''}
${knownSection(known, run)}
${requirementsSection(run.cases, detailed)}
<h2>Cases</h2>
${[...casesByArea(run.cases)].map(([area, cases]) => areaDetails(area, cases, detailed))}`
  return document({ title, body })
}

function summary(run: RunResult): Html {
  const { specVersion, plexor, startedAt, durationMs, targetTime, repeat } = run
  const remarks = remarksOf(run)
  const problem = runFailure(run)
  const settings = settingsText(run)
  const share =
    targetTime && durationMs > 0 ? Math.min(100, Math.round((targetTime.totalMs / durationMs) * 100)) : undefined
  return html`<p><span class="verdict ${toneOfRun(run)}">${conclusionText(run)}</span>: ${totalsText(totalsOfRun(run))}</p>
<p class="faint">Tested against ${visible(specVersion)}, with Plexor ${visible(plexor)}, from ${visible(startedAt)}, in ${duration(durationMs)}${
    share === undefined ? '' : `, of which the target took ${share} %`
  }${repeat === undefined ? '' : `; each case ran ${plural(repeat, 'time')}`}${settings === undefined ? '' : html`; options: <code>${visible(settings)}</code>`}</p>
${problem === undefined ? '' : html`<p class="failed">${visible(problem)}</p>`}
${remarks.length === 0 ? '' : html`<ul>${remarks.map((remark) => html`<li>${visible(remark)}</li>`)}</ul>`}`
}

function areas(cases: CaseResult[]): Html {
  return html`<table><thead><tr><th>area</th><th class="number">passed</th><th class="number">failed</th><th class="number">inconclusive</th><th class="number">known failures</th><th class="number">skipped</th></tr></thead>
<tbody>${[...casesByArea(cases)].map(([area, inArea]) => {
    const totals = totalsOf(inArea)
    const { passed, failed, inconclusive, known, skipped } = totals
    return html`<tr><td class="${toneOfTotals(totals)}">${visible(area)}</td><td class="number">${passed}</td><td class="number">${failed}</td><td class="number">${inconclusive}</td><td class="number">${known}</td><td class="number">${skipped}</td></tr>
`
  })}</tbody></table>`
}

/** Counts the cases of each level, so that a reader sees how firmly the specification asks for what failed. */
function levels(run: RunResult): Html {
  const rows = levelsOf(run)
  if (rows.length === 0) return html``
  return html`<table><thead><tr><th>level</th>${LEVEL_COLUMNS.map(([words]) => html`<th class="number">${words}</th>`)}</tr></thead>
<tbody>${rows.map(
    ([level, counts]) => html`<tr><td>${level}</td>${LEVEL_COLUMNS.map(
      ([, count]) => html`<td class="number">${count(counts)}</td>`,
    )}</tr>
`,
  )}</tbody></table>`
}

function redSection(title: string, kind: RedGroup['kind'], shown: readonly RedGroup[], { target }: RunResult): Html {
  const groups = shown.filter((group) => group.kind === kind)
  if (groups.length === 0) return html``
  const isOpen = groups.length <= MAX_OPEN
  return html`<h2>${title}</h2>
${groups.map(({ first, others }) =>
  kind === 'error' && others.length > 0
    ? inconclusiveCases([first, ...others])
    : caseDetails(first, { target, isOpen, others }),
)}`
}

function knownSection(known: readonly CaseResult[], run: RunResult): Html {
  if (known.length === 0) return html``
  const more = totalsOf(run.cases).known - known.length
  return html`<h2 id="known-failures">Known failures</h2>
<p>The target fails these cases, and the baseline of the run expects it, for the reason that it gives.</p>
${known.map((result) => caseDetails(result, { target: run.target, isOpen: false }))}
${more > 0 ? html`<p>… and ${plural(more, 'more case')}, in the table below</p>` : ''}`
}

function casesIn(groups: readonly RedGroup[]): number {
  return groups.reduce((sum, { others }) => sum + 1 + others.length, 0)
}

/** Lists the requirements, each with its cases and their outcomes. */
function requirementsSection(cases: readonly CaseResult[], detailed: ReadonlySet<CaseResult>): Html {
  const byId = new Map<string, { row: RequirementRef; results: CaseResult[] }>()
  for (const result of cases) {
    for (const row of result.requirements) {
      const known = byId.get(row.id)
      if (known === undefined) byId.set(row.id, { row, results: [result] })
      else known.results.push(result)
    }
  }
  if (byId.size === 0) return html``
  const byArea = Map.groupBy([...byId.values()], ({ row }) => row.id.split('.', 1)[0] ?? row.id)
  return html`<h2>Requirements</h2>
${[...byArea].map(
  ([
    area,
    rows,
  ]) => html`<details><summary>${visible(area)} <span class="faint">${plural(rows.length, 'requirement')}</span></summary>
<table><tbody>${rows.map(
    ({
      row,
      results,
    }) => html`<tr><td>${row.level}</td><td><code>${visible(row.id)}</code><br>${visible(row.text)} ${sectionLink(row.section)}</td><td>${results.map((result) => html`${caseName(result, detailed)}<br>`)}</td></tr>
`,
  )}</tbody></table></details>
`,
)}`
}

function areaDetails(area: string, cases: CaseResult[], detailed: ReadonlySet<CaseResult>): Html {
  return html`<details><summary>${visible(area)} <span class="faint">${totalsText(totalsOf(cases))}</span></summary>
<table><tbody>${cases.map((result) => {
    const [reason = ''] = outcomeOf(result).reason.split('\n', 1)
    return html`<tr><td>${caseName(result, detailed)}</td><td>${visible(result.title)}${
      reason === '' ? '' : html`<br><span class="faint">${visible(shorten(reason, MAX_REASON))}</span>`
    }</td><td class="number">${duration(result.durationMs)}</td></tr>
`
  })}</tbody></table></details>
`
}

/** Shows the verdict and the name of a case, with a link to its details if there are any. */
function caseName(result: CaseResult, detailed: ReadonlySet<CaseResult>): Html {
  const name = html`<code>${visible(result.id.slice(areaOf(result.id).length + 1) || result.id)}</code>`
  const verdict = html`<span class="verdict ${classOf(result)}">${wordsOf(result)}</span>`
  return html`${verdict} ${detailed.has(result) ? html`<a href="#${anchorOf(result)}">${name}</a>` : name}`
}

function wordsOf(result: CaseResult): string {
  if (isRed(result)) return `✗ ${result.verdict}`
  return isKnownFailure(result) ? '! known failure' : result.verdict
}

function classOf(result: CaseResult): string {
  if (isRed(result)) return 'failed'
  const { kind } = outcomeOf(result)
  return kind === 'tolerated' ? 'warned' : kind
}
