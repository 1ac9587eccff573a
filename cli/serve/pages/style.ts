/** Style of the pages of a stack, in addition to that of all pages. */
export const SERVE_STYLE = `
.top { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: 0 1rem;
  border-bottom: 1px solid var(--line); margin: 0 0 1rem; }
nav { display: flex; flex-wrap: wrap; gap: .25rem; }
nav a { padding: .45rem .8rem; color: inherit; text-decoration: none; border-bottom: 3px solid transparent; }
nav a:hover { background: var(--box); }
nav a[aria-current] { border-bottom-color: var(--blue); font-weight: 600; }
header p { margin: 0; }
.live { color: var(--faint); font-size: .93rem; padding: .2rem 0; }
.live > span { display: flex; gap: .5rem; align-items: center; }
.live button { color: var(--ink); }
.light { width: .65rem; height: .65rem; border-radius: 50%; background: var(--grey-fill); }
.light.on { background: var(--green-fill); } .light.off { background: var(--red-fill); }
.empty { border: 1px dashed var(--faint); border-radius: 8px; padding: 1rem 1.25rem; margin: 1.5rem 0; }
.tag { display: inline-block; font-size: .8rem; border: 1px solid var(--line); border-radius: 4px; padding: 0 .35rem; }
time { font: .87rem/1.5 ui-monospace, monospace; white-space: nowrap; color: var(--faint); }
.parts { display: flex; list-style: none; padding: 0; margin: 1rem 0; gap: 2.2rem; }
.parts li { flex: 1; border: 1px solid var(--line); border-radius: 8px; padding: .5rem .8rem; position: relative; background: var(--box);
  display: flex; flex-wrap: wrap; gap: 0 .75rem; align-items: baseline; }
.parts li + li::before { content: '→'; position: absolute; left: -1.65rem; top: calc(50% - .8rem); font-size: 1.1rem; color: var(--faint); }
.parts span { font-size: .87rem; color: var(--faint); }
.entry { margin: .35rem 0; }
.entry > summary { display: grid; grid-template-columns: 7.4rem minmax(0, 1fr) 25rem; gap: .1rem .9rem; align-items: baseline; list-style: none; }
.entry > summary::-webkit-details-marker { display: none; }
.entry > summary:hover { background: var(--box); }
.entry > summary > time::before { content: '▸'; display: inline-block; width: 1rem; font-family: system-ui, sans-serif; }
.entry[open] > summary > time::before { content: '▾'; }
.entry:target, .device:target { outline: 2px solid var(--focus); outline-offset: 3px; }
.ends { font-size: .93rem; } .ends > span:not(.tag) { display: block; }
.problem { border-left: 4px solid var(--yellow-fill); padding-left: calc(.75rem - 3px); }
.device { margin: 1.75rem 0 0; }
.device h2 { margin: 0; display: flex; flex-wrap: wrap; gap: .1rem .6rem; align-items: baseline; }
.device h2 code { font-weight: 400; }
.device > p { margin: .15rem 0 .4rem; }
.facts { display: flex; flex-wrap: wrap; gap: .15rem .4rem; }
.rows { list-style: none; padding: 0; margin: .5rem 0 0; }
.rows > li { display: grid; grid-template-columns: 6.6rem 6.5rem minmax(0, 1fr); gap: 0 .75rem; padding: .3rem 0; border-bottom: 1px solid var(--line); }
.rows .warning { color: var(--yellow); } .rows .error { color: var(--red); }
.rows .part { color: var(--faint); }
.wide table { min-width: 38rem; }
dl.facts-list { display: grid; grid-template-columns: fit-content(40%) minmax(0, 1fr); gap: .1rem .9rem; margin: .4rem 0; }
dl.facts-list dt { color: var(--faint); } dl.facts-list dd { margin: 0; }
@media (max-width: 48rem) {
  .parts { flex-direction: column; gap: 1.3rem; }
  .parts li { padding: .25rem .7rem; }
  .parts li + li::before { content: '↓'; left: 50%; top: -1.45rem; }
  .entry > summary { grid-template-columns: 7.4rem minmax(0, 1fr); }
  .entry > summary > .what, .entry > summary > .ends { grid-column: 1 / -1; padding-left: 1rem; }
  .rows > li { grid-template-columns: 6.6rem minmax(0, 1fr); }
  .rows > li > :last-child { grid-column: 1 / -1; }
}
@media print { .live { display: none; } }
`
