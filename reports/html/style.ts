/** Style of all pages. It refers to nothing else, so a page needs no network. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1c1e21; --paper: #fff; --faint: #5b6470; --line: #d5d9de; --box: #f5f6f8;
  --green: #14713a; --red: #b3141c; --yellow: #8a5a00; --blue: #0b5cad; --grey: #5b6470;
  --green-fill: #2f9e5f; --red-fill: #d6373f; --yellow-fill: #e0a72e; --blue-fill: #7aa7d8; --grey-fill: #c9ced6; --focus: #0b5cad; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e6ea; --paper: #16181c; --faint: #a2abb6; --line: #3a3f47;
  --box: #1f2228; --green: #5fcf8b; --red: #ff8a8a; --yellow: #e8b65a; --blue: #7db8ff; --grey: #a2abb6;
  --green-fill: #3c9d63; --red-fill: #d9545b; --yellow-fill: #c58f24; --blue-fill: #4d7fb5; --grey-fill: #4a515c; --focus: #7db8ff; } }
* { box-sizing: border-box; }
html { scroll-padding-top: calc(var(--filters, 0px) + 4.5rem); }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 78rem;
  margin: 0 auto; padding: 1.5rem; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .5rem; }
h2 { font-size: 1.25rem; margin: 2rem 0 .5rem; }
h3 { font-size: 1rem; margin: 1.25rem 0 .25rem; }
a { color: var(--blue); }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 3px; }
code, pre, svg text { font-family: ui-monospace, monospace; font-size: .87rem; }
pre { background: var(--box); border: 1px solid var(--line); border-radius: 4px; padding: .5rem .75rem; margin: .25rem 0;
  white-space: pre-wrap; overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid var(--line); }
th[scope=row] { font-weight: inherit; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
.wide { overflow-x: auto; overflow-wrap: normal; }
details { border: 1px solid var(--line); border-radius: 6px; padding: .4rem .75rem; margin: .5rem 0; }
summary { cursor: pointer; }
button, input, select { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--faint);
  border-radius: 5px; padding: .25rem .5rem; max-width: 100%; }
button, select, input:not([type=checkbox]) { height: 2.15rem; line-height: 1.3; }
button { cursor: pointer; background: var(--box); white-space: nowrap; }
[hidden] { display: none !important; }
.faint { color: var(--faint); }
.passed, .good { color: var(--green); } .failed, .inconclusive, .bad { color: var(--red); }
.warned, .known, .tolerated { color: var(--yellow); }
.noted, .skipped, .none, .missing { color: var(--grey); } code.decisive { color: var(--red); font-weight: 600; }
.verdict { font-weight: 600; white-space: nowrap; }
.conclusion { display: inline-block; border: 2px solid currentcolor; border-radius: 99px; padding: .05rem .8rem; font-weight: 600; }
.remark { border-left: 4px solid var(--yellow-fill); background: var(--box); padding: .5rem .75rem; margin: 1rem 0; }
.remark ul { margin: 0; padding-left: 1.2rem; }
.hint { color: var(--faint); font-size: .87rem; }
svg.bar { display: block; width: 100%; height: .7rem; min-width: 0; border-radius: 3px; overflow: hidden; background: var(--box); }
.bar .passed { fill: var(--green-fill); } .bar .failed { fill: var(--red-fill); } .bar .known { fill: var(--yellow-fill); }
.bar .warned { fill: var(--yellow-fill); opacity: .6; } .bar .inconclusive { fill: var(--red-fill); opacity: .55; }
.bar .noted { fill: var(--blue-fill); } .bar .skipped { fill: var(--grey-fill); }
.counts { display: inline-block; font-size: .87rem; font-variant-numeric: tabular-nums; }
.filters { position: sticky; top: 0; z-index: 2; background: var(--paper); border-bottom: 1px solid var(--line);
  padding: .6rem 0; margin: 1rem 0; display: flex; flex-wrap: wrap; gap: .5rem .75rem; align-items: end; }
.filters label { display: flex; flex-direction: column; font-size: .8rem; color: var(--faint); }
.filters label > * { color: var(--ink); font-size: .95rem; }
.filters .switch { flex-direction: row; align-items: center; gap: .35rem; padding: .3rem 0; font-size: .95rem; color: var(--ink); }
.filters output { color: var(--faint); padding: .3rem 0; }
.actions { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; }
.sequence { overflow-x: auto; }
.sequence svg { display: block; max-width: max(100%, 34rem); height: auto; }
svg text { fill: var(--ink); font-size: 12px; text-anchor: middle; }
svg .life { stroke: var(--line); } svg .arrow { stroke: var(--blue); stroke-width: 1.5; }
svg .head { fill: var(--blue); } svg .push { stroke: var(--green); stroke-width: 1.5; } svg .pushhead { fill: var(--green); }
svg .bad, svg text.decisive, svg path.decisive { fill: var(--red); } svg text.decisive { font-weight: 700; }
svg line.decisive { stroke: var(--red); stroke-width: 2.5; } svg .note { fill: var(--faint); font-style: italic; text-anchor: start; }
@media (max-width: 40rem) {
  body { padding: .9rem; }
  html { scroll-padding-top: 1rem; }
  .filters { position: static; }
  .filters label { flex: 1 1 40%; }
}
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; }
  .filters, button, nav { display: none; }
  h2, h3, summary { break-after: avoid; }
  .case::details-content, .row::details-content, [data-group]::details-content { content-visibility: visible; height: auto; }
  a { color: inherit; }
}
`
