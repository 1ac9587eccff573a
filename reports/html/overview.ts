import { html } from 'hono/html'
import { duration, plural, visible } from '../../common/text.ts'
import { type LevelCounts, type RunResult, remarksOf, runFailure, totalsOfRun, totalsText } from '../../run/index.ts'
import { conclusionText, levelsOf, levelText, nameBesideAddress, settingsText, toneOfRun } from '../headline.ts'
import { bar, type Segment } from './bar.ts'
import type { Html } from './document.ts'
import { segmentsOf } from './outcome.ts'

/** Shows the conclusion of a run, what it ran with, its remarks, and its totals as bars: of all, and by level. */
export function overview(run: RunResult): Html {
  const remarks = remarksOf(run)
  const problem = runFailure(run)
  const totals = totalsOfRun(run)
  const words = totalsText(totals)
  return html`<p><span class="conclusion ${toneOfRun(run)}">${conclusionText(run)}</span></p>
${bar(segmentsOf(totals), words)}
<p><strong>${words}</strong></p>
<p class="hint" data-part="run">${circumstances(run)}</p>
${problem === undefined ? '' : html`<p class="failed">${visible(problem)}</p>`}
${remarks.length === 0 ? '' : html`<div class="remark"><ul>${remarks.map((remark) => html`<li>${visible(remark)}</li>`)}</ul></div>`}
${run.cases.length === 0 ? '' : html`<dl class="bars">${levelsOf(run).map(levelRow)}</dl>`}`
}

/** Says what was tested, against what, by what and when. */
function circumstances(run: RunResult): Html {
  const { specVersion, plexor, startedAt, durationMs, targetTime, repeat, target } = run
  const settings = settingsText(run)
  const share =
    targetTime && durationMs > 0 ? Math.min(100, Math.round((targetTime.totalMs / durationMs) * 100)) : undefined
  const name = nameBesideAddress(run) === undefined ? '' : `${target.name}, `
  return html`${visible(name)}tested against ${visible(specVersion)}, with Plexor ${visible(plexor)}, from ${visible(startedAt)}, in ${duration(durationMs)}${
    share === undefined ? '' : `, of which the target took ${share} %`
  }${repeat === undefined ? '' : `; each case ran ${plural(repeat, 'time')}`}${settings === undefined ? '' : html`; options: <code>${visible(settings)}</code>`}`
}

/** Shows how firmly the specification asks for what passed and failed. */
function levelRow([level, counts]: [string, LevelCounts]): Html {
  const words = levelText(counts)
  return html`<dt>${level}</dt><dd>${bar(levelSegments(counts), `${level}: ${words}`)}<span class="counts">${words}</span></dd>
`
}

function levelSegments({ passed, failed, known, inconclusive, warned, noted, ...rest }: LevelCounts): Segment[] {
  return [
    { kind: 'passed', count: passed },
    { kind: 'failed', count: failed - known },
    { kind: 'known', count: known },
    { kind: 'inconclusive', count: inconclusive },
    { kind: 'warned', count: warned },
    { kind: 'noted', count: noted },
    { kind: 'skipped', count: rest['n/a'] },
  ]
}
