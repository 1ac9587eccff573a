import { type Served, serve } from '../../reference/index.ts'
import { listening } from './listening.ts'
import { createPages } from './pages/create-pages.ts'
import type { Stack } from './pages/stack.ts'

/** Addresses of a part and of its pages. */
export interface PageSettings {
  /** First port of the part; 0 for free ones */
  port: number
  /** Distance of the port of its pages from that */
  ports: { pages: number }
  pagesHost: string
  /** Port of the pages, 0 for a free one; undefined for that at the distance, or a free one if it is taken */
  pagesPort: number | undefined
}

/**
 * Starts the pages of a stack, or of a part of one.
 *
 * @throws {UsageError} when they cannot listen on the address
 */
export async function startPages(
  stack: Stack,
  { port, ports, pagesHost: host, pagesPort }: PageSettings,
): Promise<Served> {
  const stop = new AbortController()
  const pages = createPages({ stack, host, stop: stop.signal })
  const serveAt = async (chosen: number) => {
    const address = { host, port: chosen }
    return await listening('pages', address, () => serve(pages, address), '--pages-host or --pages-port')
  }
  const next = port === 0 || port + ports.pages > 65_535 ? 0 : port + ports.pages
  const served = pagesPort === undefined ? await serveAt(next).catch(() => serveAt(0)) : await serveAt(pagesPort)
  return {
    url: served.url,
    async close() {
      stop.abort()
      await served.close()
    },
  }
}
