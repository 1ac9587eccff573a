import { html } from 'hono/html'
import { plural, visible } from '../../common/text.ts'
import { areaOf, type CaseResult, LEVELS, type RunResult, totalsOf } from '../../run/index.ts'
import { nameOfTarget } from '../headline.ts'
import { knownFailuresOf, type RedGroup, redGroups } from '../red-cases.ts'
import { caseDetails, inconclusiveCases } from './case-html.ts'
import { caseList, requirementList } from './case-list.ts'
import { document, type Html } from './document.ts'
import { type Filter, filterForm } from './filter-form.ts'
import { OUTCOME_NAMES, outcomeName } from './outcome.ts'
import { overview } from './overview.ts'

/** Maximum number of red cases, and of known failures, with details. The JSON report has all of them. */
const MAX_DETAILS = 100
/** Maximum number of red cases whose details are open at first. */
const MAX_OPEN = 3

/** Style of the page, in addition to that of all pages. */
const RUN_STYLE = `
.bars { display: grid; grid-template-columns: 6.5rem 1fr; gap: .1rem .75rem; margin: 1rem 0; max-width: 48rem; }
.bars dd, .bars dt { margin: 0 0 .35rem; line-height: 1.3; }
summary .area { font-weight: 600; display: inline-block; width: 9rem; }
summary .bar { display: inline-block; width: 12rem; margin-right: .75rem; vertical-align: middle; }
.rows { list-style: none; padding: 0; margin: .5rem 0 0; }
.rows > li { display: grid; grid-template-columns: 8.5rem minmax(0, 1fr) auto; gap: 0 .75rem; padding: .35rem 0;
  border-top: 1px solid var(--line); }
.rows > li > .level { align-self: start; justify-self: start; }
.rows .cases { display: flex; flex-wrap: wrap; gap: 0 1rem; list-style: none; padding: 0; margin: 0; font-size: .93rem; }
.level { font-size: .8rem; border: 1px solid var(--line); border-radius: 4px; padding: 0 .35rem; }
.case > summary { line-height: 1.4; }
.case .requirements { margin: .5rem 0; padding-left: 1.2rem; }
@media (max-width: 40rem) {
  summary .bar { width: 8rem; }
  .rows > li { grid-template-columns: minmax(0, 1fr) auto; }
  .rows > li > .what { grid-column: 1 / -1; grid-row: 2; }
}
`

/**
 * Formats a run as one self-contained HTML page in light and dark colours, which sends no requests. It is complete without
 * its script, which filters, searches and copies.
 */
export function toHtml(run: RunResult): string {
  const title = visible(`Plexor: ${nameOfTarget(run)}`)
  const groups = redGroups(run)
  const shown = groups.slice(0, MAX_DETAILS)
  const known = knownFailuresOf(run).slice(0, MAX_DETAILS)
  const detailed = new Set([...shown.flatMap(({ first, others }) => [first, ...others]), ...known])
  const red = { shown, target: run.target, detailed: detailed.size }
  const hasRequirements = run.cases.some(({ requirements }) => requirements.length > 0)
  const body = html`<header>
<h1>${title}</h1>
${overview(run)}
</header>
${run.cases.length === 0 ? '' : filterForm(filtersOf(run.cases))}
${redSection({ title: 'Failures', kind: 'failed', ...red })}
${redSection({ title: 'Inconclusive cases', kind: 'error', ...red })}
${groups.length > MAX_DETAILS ? html`<p>… and ${plural(casesIn(groups.slice(MAX_DETAILS)), 'more case')}, in the list below</p>` : ''}
${knownSection(known, run, detailed.size)}
${
  hasRequirements
    ? html`<section data-item="" data-view="requirements" aria-labelledby="requirements"><h2 id="requirements">Requirements</h2>
${requirementList(run.cases)}</section>`
    : ''
}
<section data-item="" data-view="cases" aria-labelledby="cases"><h2 id="cases">Cases</h2>
${caseList(run.cases, detailed)}</section>`
  return document({ title, body, style: RUN_STYLE })
}

function filtersOf(cases: readonly CaseResult[]): Filter[] {
  const outcomes = new Set(cases.map(outcomeName))
  const levels = new Set(cases.map(({ level }) => level))
  const areas = [...new Set(cases.map(({ id }) => visible(areaOf(id))))]
  return [
    { kind: 'search', label: 'search' },
    {
      ...{ kind: 'choice', name: 'outcome', label: 'outcome', all: 'any outcome' },
      options: OUTCOME_NAMES.filter(([name]) => outcomes.has(name)).map(([value, words]) => ({ value, words })),
    },
    {
      ...{ kind: 'choice', name: 'level', label: 'level', all: 'all levels' },
      options: LEVELS.filter((level) => levels.has(level)).map((level) => ({ value: level, words: level })),
    },
    {
      ...{ kind: 'choice', name: 'area', label: 'area', all: 'all areas' },
      options: areas.map((area) => ({ value: area, words: area })),
    },
    {
      ...{ kind: 'choice', name: 'view', label: 'view', all: 'everything' },
      options: [
        { value: 'details', words: 'failures in detail' },
        { value: 'requirements', words: 'by requirement' },
        { value: 'cases', words: 'all cases' },
      ],
    },
  ]
}

/** Section of red cases. */
interface RedSection {
  title: string
  kind: RedGroup['kind']
  shown: readonly RedGroup[]
  target: RunResult['target']
  /** Number of all cases with details */
  detailed: number
}

function redSection({ title, kind, shown, target, detailed }: RedSection): Html {
  const groups = shown.filter((group) => group.kind === kind)
  if (groups.length === 0) return html``
  const isOpen = groups.length <= MAX_OPEN
  return html`<section data-item="" data-view="details" data-group><h2>${title}</h2>
${groups.map(({ first, others }) =>
  kind === 'error' && others.length > 0
    ? inconclusiveCases([first, ...others])
    : caseDetails(first, { target, detailed, isOpen, others }),
)}</section>`
}

function knownSection(known: readonly CaseResult[], run: RunResult, detailed: number): Html {
  if (known.length === 0) return html``
  const more = totalsOf(run.cases).known - known.length
  return html`<section data-item="" data-view="details" data-group><h2 id="known-failures">Known failures</h2>
<p>The target fails these cases, and the baseline of the run expects it, for the reason that it gives.</p>
${known.map((result) => caseDetails(result, { target: run.target, detailed, isOpen: false }))}
${more > 0 ? html`<p>… and ${plural(more, 'more case')}, in the list below</p>` : ''}</section>`
}

function casesIn(groups: readonly RedGroup[]): number {
  return groups.reduce((sum, { others }) => sum + 1 + others.length, 0)
}
