/**
 * Returns the style of a page that compares implementations: each requirement is a row with a cell for every one, below
 * each other on a narrow screen.
 */
export function comparisonStyle(columns: number): string {
  const [width, size] = columns > 5 ? ['4.5rem', '.8rem'] : ['7.5rem', columns > 4 ? '.9rem' : '1rem']
  return `
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); gap: 1rem; margin: 1rem 0; }
.card { border: 1px solid var(--line); border-radius: 8px; padding: .75rem 1rem; }
.card h2 { margin: 0 0 .25rem; font-size: 1.1rem; }
.card .conclusion { font-size: .87rem; padding: .05rem .6rem; }
.card dl { margin: .75rem 0 0; }
.card dt { font-size: .87rem; color: var(--faint); }
.card dd { margin: 0 0 .5rem; line-height: 1.35; }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; padding: 0; margin: .5rem 0; list-style: none; }
.grid, .row > summary { display: grid; grid-template-columns: minmax(0, 1fr) repeat(${columns}, ${width}); gap: .5rem; }
.grid { font-weight: 600; padding: .5rem 0; border-bottom: 2px solid var(--line); }
.row { border: 0; border-bottom: 1px solid var(--line); border-radius: 0; margin: 0; padding: 0; }
.row > summary { padding: .45rem 0; list-style: none; }
.row > summary::-webkit-details-marker { display: none; }
.row > summary .what::before { content: '▸'; position: absolute; left: 0; color: var(--faint); }
.row[open] > summary .what::before { content: '▾'; }
.row > summary:hover { background: var(--box); }
.row .what { padding-left: 1.2rem; position: relative; }
.row .what small { color: var(--faint); }
.row .evidence { margin: 0 0 1rem 1.2rem; }
.row .evidence dt { font-weight: 600; margin-top: .5rem; }
.row .evidence dd { margin: 0 0 0 1rem; }
.row .evidence ul { margin: 0; padding-left: 1.1rem; }
.open-row > summary { grid-template-columns: minmax(0, 1fr); }
@media (min-width: 60.01rem) { .cell, .grid span + span { font-size: ${size}; } }
.cell { font-weight: 600; white-space: nowrap; }
.cell .who { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.nowrap { white-space: nowrap; }
.unjudged { color: var(--grey); } .bar .unjudged { fill: var(--faint); opacity: .7; }
.level { display: inline-block; font-size: .8rem; border: 1px solid var(--line); border-radius: 4px; padding: 0 .35rem; }
@media (min-width: 60.01rem) { .grid { position: sticky; top: var(--filters, 0); z-index: 1; background: var(--paper); } }
@media (max-width: 60rem) {
  .grid { display: none; }
  .row > summary { display: flex; flex-wrap: wrap; gap: .1rem .9rem; }
  .row .what { flex: 1 0 100%; }
  .cell .who { position: static; width: auto; height: auto; clip-path: none; color: var(--faint); font-weight: 400; }
  .cell { padding-left: 1.2rem; }
}
@media print { .grid { position: static; } }
`
}
