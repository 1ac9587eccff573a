/** Style of the playground, in addition to that of all pages. */
export const PLAYGROUND_STYLE = `
.choices, .more { display: flex; flex-wrap: wrap; gap: .5rem .9rem; align-items: end; }
.choices { margin: 1rem 0; } .more { flex-basis: 100%; align-items: center; justify-content: space-between; }
.choices label { display: flex; flex-direction: column; font-size: .8rem; color: var(--faint); }
.choices label > :not([type=checkbox]) { color: var(--ink); font-size: .95rem; }
.choices .switch { flex-direction: row; align-items: center; gap: .35rem; padding: .3rem 0; font-size: .95rem; color: var(--ink); }
.columns { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 0 1.25rem; }
.columns > .area { display: flex; flex-direction: column; } .columns > .area textarea { flex: 1; }
.area .hint { display: block; }
.area label { font-weight: 600; margin-right: .5rem; }
textarea { display: block; width: 100%; font: .87rem/1.45 ui-monospace, monospace; color: var(--ink); background: var(--box);
  border: 1px solid var(--faint); border-radius: 5px; padding: .5rem .6rem; margin: .25rem 0; resize: vertical; white-space: pre;
  overflow-wrap: normal; }
[aria-invalid=true] { border: 2px solid var(--red); }
.problem { margin: 0 0 .5rem; } .problem:empty { margin: 0; }
#decision { border: 2px solid var(--line); border-radius: 8px; padding: .75rem 1rem; margin: .5rem 0 1rem; }
#decision p { margin: .15rem 0; }
#decision .headline { font-size: 1.15rem; font-weight: 600; }
#decision.notifies { border-color: var(--green-fill); } #decision.silent { border-color: var(--grey-fill); }
#tried { list-style: none; padding: 0; margin: 0; }
#tried > li { display: grid; grid-template-columns: 1.4rem minmax(0, 1fr); padding: .4rem 0; border-top: 1px solid var(--line); }
#tried > li.decides { background: var(--box); border-left: 4px solid var(--green-fill); padding-left: .5rem; }
#tried .mark, #tried ul .mark { font-weight: 700; }
#tried ul { list-style: none; padding: 0; margin: .15rem 0 0; }
#tried ul li { display: grid; grid-template-columns: 1.3rem minmax(0, 1fr); }
#tried .unmet { color: var(--grey); }
@media (max-width: 48rem) { .columns { grid-template-columns: minmax(0, 1fr); } }
@media (max-width: 40rem) {
  .choices > label { flex: 1 1 8rem; min-width: 0; }
  .choices select, .choices > label > input, .actions, .actions button { width: 100%; }
}
@media print { textarea { border: 0; } .choices { display: none; } }
`
