import { html } from 'hono/html'
import type { Html } from './document.ts'

/** Control that filters a page. */
export type Filter =
  | { kind: 'search'; label: string }
  | { kind: 'switch'; name: string; value: string; label: string }
  | { kind: 'choice'; name: string; label: string; all: string; options: readonly FilterOption[] }

/** Value to choose, with its words. */
export interface FilterOption {
  value: string
  words: string
}

/**
 * Shows the controls that filter a page. They are hidden until the script of the page runs.
 *
 * An item of the page (`data-item`) is shown if its attribute with the name of a control contains the value as a word.
 */
export function filterForm(filters: readonly Filter[]): Html {
  return html`<form class="filters" role="search" aria-label="Filter" hidden>
${filters.map(control)}
<button type="reset">Show all</button>
<output aria-live="polite"></output>
</form>`
}

function control(filter: Filter): Html {
  switch (filter.kind) {
    case 'search':
      return html`<label>${filter.label}<input type="search" name="q" autocomplete="off"></label>
`
    case 'switch':
      return html`<label class="switch"><input type="checkbox" name="${filter.name}" value="${filter.value}">${filter.label}</label>
`
    case 'choice':
      return html`<label>${filter.label}<select name="${filter.name}"><option value="">${filter.all}</option>${filter.options.map(
        ({ value, words }) => html`<option value="${value}">${words}</option>`,
      )}</select></label>
`
  }
}
