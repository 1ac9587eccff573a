import { createHash } from 'node:crypto'
import type { Test } from 'tap'
import { PAGE_SCRIPT } from '../../reports/generated/page-script.ts'

/** Elements of our pages. Any other one comes from the target. */
const TAGS = new Set(
  [
    [
      '!doctype',
      'html',
      'head',
      'meta',
      'title',
      'style',
      'body',
      'main',
      'header',
      'footer',
      'section',
      'nav',
      'script',
    ],
    ['h1', 'h2', 'h3', 'p', 'ul', 'li', 'dl', 'dt', 'dd', 'a', 'br', 'code', 'pre', 'span', 'small', 'strong', 'div'],
    ['table', 'thead', 'tbody', 'tr', 'th', 'td', 'details', 'summary'],
    [
      'ol',
      'time',
      'noscript',
      'svg',
      'text',
      'line',
      'path',
      'rect',
      'form',
      'label',
      'input',
      'select',
      'option',
      'button',
      'output',
    ],
  ].flat(),
)

/** Properties of a page that differ from those of a report. */
interface PageKind {
  /** Default: the script of reports */
  script?: string
  /** Addresses that its links may have; default: those of reports */
  links?: RegExp
  /** True if it may connect to its server; default: false */
  connects?: boolean
}

const REPORT_LINKS = /^(?:https:\/\/|#(?:case-)?[\w./=-]+$)/

/** Checks that a page only has elements, links and anchors of ours, and no characters that control anything. */
export function assertSafe(t: Test, page: string, { script = PAGE_SCRIPT, links: ours = REPORT_LINKS }: PageKind = {}) {
  t.ok(page.includes(`<script>${script}</script>`), 'the page has its script')
  const text = page.replace(script, '')
  const tags = new Set([...text.matchAll(/<\/?([^\s>]+)/g)].map(([, tag = '']) => tag.toLowerCase()))
  t.strictSame(
    [...tags].filter((tag) => !TAGS.has(tag)),
    [],
    'elements',
  )
  t.equal([...text.matchAll(/<script/g)].length, 1, 'one script')
  const links = [...text.matchAll(/href="([^"]*)"/g)].map(([, address = '']) => address)
  t.strictSame(
    links.filter((address) => !ours.test(address)),
    [],
    'links',
  )
  t.notMatch(text, /[^\P{Cc}\n]|\p{Bidi_Control}/u)
  t.notMatch(text.replace(/<style>[\s\S]*?<\/style>/, ''), / style=|<link|<img|url\(|@import| on[a-z]+="/)
  const ids = [...text.matchAll(/ id="([^"]*)"/g)].map(([, id = '']) => id)
  t.strictSame(
    ids.filter((id) => !/^[\w./-]+$/.test(id)),
    [],
    'anchors',
  )
}

/** Checks that the policy of a page allows its own style and script, and nothing else. */
export function assertStrictPolicy(
  t: Test,
  page: string,
  { script = PAGE_SCRIPT, connects = false }: PageKind = {},
): void {
  const style = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? ''
  const [styleHash, scriptHash] = [style, script].map((text) => createHash('sha256').update(text).digest('base64'))
  const connections = connects ? " connect-src 'self';" : ''
  t.ok(
    page.includes(
      `content="default-src 'none'; style-src 'sha256-${styleHash}'; script-src 'sha256-${scriptHash}';${connections} base-uri 'none'; form-action 'none'"`,
    ),
  )
  t.notMatch(style, /url\(|@import/)
}

/** Returns a page without its style, its script and their hashes, which say nothing about its content. */
export function withoutAssets(page: string): string {
  return page
    .replace(PAGE_SCRIPT, '')
    .replace(/(<style>)[\s\S]*?(<\/style>)/, '$1$2')
    .replaceAll(/'sha256-[^']*'/g, "'sha256-'")
}
