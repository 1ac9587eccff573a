import { Hono } from 'hono'
import { html } from 'hono/html'
import type { Handler } from '../../../reference/index.ts'
import type { Html } from '../../../reports/html/document.ts'
import type { Filter } from '../../../reports/html/filter-form.ts'
import { ACCOUNT_FILTERS, accountContent } from './account-page.ts'
import { CHAIN_FILTERS, chainContent } from './chain-page.ts'
import { INBOX_FILTERS, inboxContent } from './inbox-page.ts'
import { layout, type PageLink } from './layout.ts'
import { LOG_FILTERS, logContent } from './log-page.ts'
import type { Stack } from './stack.ts'
import { createWatch } from './watch-changes.ts'

/** Page of a stack. */
interface PageDefinition extends PageLink {
  title: string
  intro: Html
  filters: readonly Filter[]

  /** Reports whether a stack has the page. */
  isFor(stack: Stack): boolean

  /**
   * Shows the content.
   *
   * @param device ID of a device to show alone, if the address names one
   */
  content(stack: Stack, device: string | undefined): Html
}

const PAGES: readonly PageDefinition[] = [
  {
    ...{ path: '/chain', name: 'Chain', title: 'The way of each push' },
    intro: html`From the homeserver through the push gateway and the push service to the device, the newest first.`,
    filters: CHAIN_FILTERS,
    isFor: ({ hasGateway }) => hasGateway,
    content: chainContent,
  },
  {
    ...{ path: '/inboxes', name: 'Inboxes', title: 'Inboxes of the devices' },
    intro: html`What each device received, as its app sees it, the newest first.`,
    filters: INBOX_FILTERS,
    isFor: ({ provider }) => provider !== undefined,
    content: inboxContent,
  },
  {
    ...{ path: '/accounts', name: 'Accounts', title: 'Accounts of the homeserver' },
    intro: html`The pushers of each account, and its push rules besides the default ones.`,
    filters: ACCOUNT_FILTERS,
    isFor: ({ accounts }) => accounts !== undefined,
    content: accountContent,
  },
  {
    ...{ path: '/log', name: 'Log', title: 'Log' },
    intro: html`What every part did, the newest first.`,
    filters: LOG_FILTERS,
    isFor: () => true,
    content: logContent,
  },
]

/** Header fields of every response: nothing is stored, no other site can embed or read the pages. */
const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

/** Options of {@link createPages}. */
export interface PagesOptions {
  stack: Stack

  /** Host that the pages are served at: requests for another one are refused if it is this machine */
  host: string

  /** Ends what waits for changes when it is aborted */
  stop: AbortSignal
}

/** Creates the pages of a stack. They only show: no request changes anything. */
export function createPages({ stack, host, stop }: PagesOptions): Handler {
  const app = new Hono()
  const pages = PAGES.filter((page) => page.isFor(stack))
  const watch = createWatch(stack.activity, stop)

  app.use(async (c, next) => {
    if (isMisdirected(c.req.url, host)) return c.text('These pages are for this machine alone\n', 421, HEADERS)
    await next()
    for (const [name, value] of Object.entries(HEADERS)) c.header(name, value)
    return undefined
  })
  app.get('/', (c) => c.redirect(pages[0]?.path ?? '/log'))
  app.get('/changes', () => watch())
  for (const { path, title, intro, filters, content } of pages) {
    app.get(path, (c) => {
      const { revision } = stack.activity
      const shown = content(stack, c.req.query('device'))
      return c.html(layout({ title, path, pages, revision, intro, filters, content: shown }))
    })
  }
  app.notFound((c) => c.text('There is no page at this path\n', 404))
  return { fetch: async (request) => await app.fetch(request) }
}

const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/

/** Reports whether a request reached a server on loopback by the name of another host, as a hostile site can arrange. */
function isMisdirected(url: string, host: string): boolean {
  const isLocal = LOOPBACK.test(host) || host === '::1'
  return isLocal && !LOOPBACK.test(new URL(url).hostname)
}
