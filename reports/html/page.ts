import { html, raw } from 'hono/html'
import { duration, plural, shorten, visible } from '../../common/text.ts'
import {
  areaOf,
  type CaseResult,
  casesByArea,
  isRed,
  outcomeOf,
  type RequirementRef,
  type RunResult,
  runFailure,
  totalsOf,
  totalsOfRun,
  totalsText,
} from '../../run/index.ts'
import { anchorOf, link, redCase } from './case-html.ts'
import type { Html } from './sequence.ts'
import { POLICY, STYLE } from './style.ts'

/** Maximum number of red cases with details. The JSON report has all of them. */
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
  const red = run.cases.filter(isRed)
  const detailed = new Set(red.slice(0, MAX_DETAILS))
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${raw(POLICY)}">
<meta name="viewport" content="width=device-width">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<h1>${title}</h1>
${summary(run)}
${areas(run.cases)}
${red.length > 0 ? html`<h2>Failures</h2>` : ''}
${[...detailed].map((result) => redCase(result, target, red.length <= MAX_OPEN))}
${red.length > MAX_DETAILS ? html`<p>… and ${plural(red.length - MAX_DETAILS, 'more case')}, in the table below</p>` : ''}
${requirementsSection(run.cases, detailed)}
<h2>Cases</h2>
${[...casesByArea(run.cases)].map(([area, cases]) => areaDetails(area, cases, detailed))}
</body>
</html>
`
  return String(page)
}

function summary(run: RunResult): Html {
  const { exitCode, specVersion, plexor, startedAt, durationMs, targetTime, repeat, remarks } = run
  const problem = runFailure(run)
  const share =
    targetTime && durationMs > 0 ? Math.min(100, Math.round((targetTime.totalMs / durationMs) * 100)) : undefined
  return html`<p><span class="verdict ${exitCode === 0 ? 'passed' : 'failed'}">${run.conclusion}</span>: ${totalsText(totalsOfRun(run))}</p>
<p class="faint">Tested against ${visible(specVersion)}, with Plexor ${visible(plexor)}, from ${visible(startedAt)}, in ${duration(durationMs)}${
    share === undefined ? '' : `, of which the target took ${share} %`
  }${repeat === undefined ? '' : `; each case ran ${repeat} times`}</p>
${problem === undefined ? '' : html`<p class="failed">${visible(problem)}</p>`}
${remarks.length === 0 ? '' : html`<ul>${remarks.map((remark) => html`<li>${visible(remark)}</li>`)}</ul>`}`
}

function areas(cases: CaseResult[]): Html {
  return html`<table><thead><tr><th>area</th><th class="number">passed</th><th class="number">failed</th><th class="number">skipped</th></tr></thead>
<tbody>${[...casesByArea(cases)].map(([area, inArea]) => {
    const { passed, failed, skipped } = totalsOf(inArea)
    return html`<tr><td class="${failed > 0 ? 'failed' : 'passed'}">${visible(area)}</td><td class="number">${passed}</td><td class="number">${failed}</td><td class="number">${skipped}</td></tr>
`
  })}</tbody></table>`
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
    }) => html`<tr><td>${row.level}</td><td><code>${visible(row.id)}</code><br>${visible(row.text)} ${link(row.section)}</td><td>${results.map((result) => html`${caseName(result, detailed)}<br>`)}</td></tr>
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
  const verdict = html`<span class="verdict ${classOf(result)}">${isRed(result) ? '✗ ' : ''}${result.verdict}</span>`
  return html`${verdict} ${detailed.has(result) ? html`<a href="#${anchorOf(result)}">${name}</a>` : name}`
}

function classOf(result: CaseResult): string {
  if (isRed(result)) return 'failed'
  const { kind } = outcomeOf(result)
  return kind === 'tolerated' ? 'warned' : kind
}
