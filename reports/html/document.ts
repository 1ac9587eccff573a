import { createHash } from 'node:crypto'
import { html, raw } from 'hono/html'
import { visible } from '../../common/text.ts'
import { PAGE_SCRIPT } from '../generated/page-script.ts'
import { STYLE } from './style.ts'

/** Part of a page, in which everything is escaped. */
export type Html = ReturnType<typeof html>

/** Page as a whole. */
export interface Page {
  title: string
  body: Html
  /** Style in addition to that of all pages */
  style?: string
  /** Script of the page; default: the one that filters, searches and copies */
  script?: string
  /** True if the script may send requests to the server of the page; default: false */
  connects?: boolean
}

/**
 * Formats a self-contained HTML page, in light and dark colours, without requests unless it asks for them.
 *
 * Everything that is not HTML already is escaped, and the content security policy only allows the page's own style and
 * its own script, by their hashes.
 */
export function document({ title, body, style = '', script = PAGE_SCRIPT, connects = false }: Page): string {
  const css = STYLE + style
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${raw(policyFor(css, script, connects))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${visible(title)}</title>
<style>${raw(css)}</style>
</head>
<body>
<main>
${body}
</main>
<script>${raw(script)}</script>
</body>
</html>
`
  return String(page)
}

/**
 * Returns the content security policy of a page: only its own style and script, without images or forms, and without
 * requests unless it connects to its server.
 *
 * @see https://www.w3.org/TR/CSP3/
 */
function policyFor(style: string, script: string, connects: boolean): string {
  return [
    "default-src 'none'",
    `style-src '${hashOf(style)}'`,
    `script-src '${hashOf(script)}'`,
    ...(connects ? ["connect-src 'self'"] : []),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}
