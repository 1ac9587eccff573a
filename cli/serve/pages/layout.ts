import { html } from 'hono/html'
import { visible } from '../../../common/text.ts'
import { document, type Html } from '../../../reports/html/document.ts'
import { type Filter, filterForm } from '../../../reports/html/filter-form.ts'
import { SERVE_SCRIPT } from './generated/page-script.ts'
import { SERVE_STYLE } from './style.ts'

/** Page of a stack, with its path and its name in the navigation. */
export interface PageLink {
  path: string
  name: string
}

/** Parts of a page. */
export interface PageParts {
  title: string
  path: string

  /** Pages of the stack */
  pages: readonly PageLink[]

  /** Revision of the activity that the page shows */
  revision: string

  /** Sentence below the title */
  intro: Html

  /** Controls that filter the content; default: none */
  filters?: readonly Filter[]
  content: Html
}

/** Formats a page. It is complete without its script, which filters it, and shows what is new without loading it again. */
export function layout({ title, path, pages, revision, intro, filters = [], content }: PageParts): string {
  const body = html`<div class="top"><nav aria-label="Pages">${pages.map((page) => navigationLink(page, path))}</nav>
<div class="live" data-revision="${revision}"><span hidden><span class="light" aria-hidden="true"></span><span role="status"></span> <button type="button" aria-pressed="false">Pause</button></span>
<noscript><a href="">Reload the page</a> to see what is new.</noscript></div></div>
<header>
<h1>${visible(title)}</h1>
<p class="hint">${intro}</p>
</header>
${filters.length === 0 ? '' : filterForm(filters)}
<div id="content">${content}</div>
<footer class="faint"><p>Times are UTC. Tokens and pushkeys are masked; <code>#</code> and eight characters stand for a pushkey.</p></footer>`
  return document({ title: `${title} – plexor serve`, body, style: SERVE_STYLE, script: SERVE_SCRIPT, connects: true })
}

function navigationLink({ path, name }: PageLink, current: string): Html {
  return path === current
    ? html`<a href="${path}" aria-current="page">${name}</a> `
    : html`<a href="${path}">${name}</a> `
}

/** Shows a time of day, to the millisecond. */
export function timeOf(ms: number): Html {
  const iso = new Date(ms).toISOString()
  return html`<time datetime="${iso}">${iso.slice(11, 23)}</time>`
}

/** Shows what a list would contain if it were not empty. */
export function emptyRemark(text: Html): Html {
  return html`<p class="empty" id="empty">${text}</p>`
}
