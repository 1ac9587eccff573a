import { html } from 'hono/html'
import { visible } from '../../common/text.ts'
import type { CaseResult } from '../../run/index.ts'
import type { Html } from './document.ts'

/** Shows a link to a section of the specification; any other address is shown as text. */
export function sectionLink(address: string, words = 'section'): Html {
  const url = URL.parse(address)
  if (url?.protocol !== 'https:') return html`${visible(address)}`
  return html`<a href="${url.href}">${words}</a>`
}

/** Returns the anchor of a case in the page of its run. */
export function anchorOf({ id }: Pick<CaseResult, 'id'>): string {
  return `case-${idOf(id)}`
}

/** Returns an id as a part of an anchor. */
export function idOf(id: string): string {
  return visible(id).replaceAll(/[^\w./-]/g, '-')
}

/** Returns the anchor of the cases of an area. */
export function areaAnchor(area: string): string {
  return `area-${idOf(area)}`
}
