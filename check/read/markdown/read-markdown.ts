import type { Code, Nodes, Parents, Root } from 'mdast'
import { fromMarkdown, type Options } from 'mdast-util-from-markdown'
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table'
import { gfmTable } from 'micromark-extension-gfm-table'
import { MAX_BLOCK, MAX_DEPTH } from '../../limits.ts'
import { Fragment, type Piece } from '../../source/fragment.ts'
import type { Range } from '../../source/range.ts'
import { type DocumentPart, tooLong } from '../part.ts'
import { proseOf } from './prose-of.ts'

// The disabled syntax contains no examples, and takes quadratic time on hostile input.
const OPTIONS: Options = {
  extensions: [
    gfmTable(),
    {
      disable: {
        null: [
          'labelStartLink',
          'labelStartImage',
          'labelEnd',
          'attention',
          'autolink',
          'htmlText',
          'definition',
          'characterReference',
        ],
      },
    },
  ],
  mdastExtensions: [gfmTableFromMarkdown()],
}

/** Maximum nesting of Markdown in indented code, as in the tabs of MkDocs. */
const MAX_TABS = 3

/**
 * Reads Markdown part by part. Check it with {@link tooDeepLine} before.
 *
 * @param tabs - how often the Markdown is nested in indented code
 */
export function* readMarkdown(fragment: Fragment, tabs = 0): Generator<DocumentPart> {
  const text = withoutTabTitles(fragment.text)
  let start = endOfFrontMatter(text)
  let expected: number | undefined
  while (start < text.length) {
    const [end = text.length] = chunkEnds(text, start, expected)
    if (end - start > MAX_BLOCK) {
      yield tooLong(fragment.range(start, start + 1))
      return
    }
    const tree = fromMarkdown(text.slice(start, end), OPTIONS)
    if (end < text.length && continues(tree, text, start)) {
      expected = (end - start) * 2
      continue
    }
    for (const part of partsOf(tree, fragment, start)) {
      const isTab = part.type === 'code' && part.isIndented && tabs < MAX_TABS && FENCE.test(part.fragment.text)
      if (isTab) yield* readMarkdown(part.fragment, tabs + 1)
      else yield part
    }
    start = end
    expected = undefined
  }
}

/** Matches the title of a tab or an admonition of MkDocs whose indented content begins on the next line. */
const TAB_TITLE = /^[ \t]*(?:===[!+]?|!!!|\?\?\?\+?)[ \t]+\S.*$(?=\r?\n(?: {4}|\t))/gm

/** Blanks out the titles of tabs, so that the content after them is not the rest of a paragraph. */
function withoutTabTitles(text: string): string {
  return text.replaceAll(TAB_TITLE, (title) => ' '.repeat(title.length))
}

/** Matches a fence with a language on a line of its own. */
const FENCE = /^(?:```|~~~)[ \t]*[\w-]+[ \t]*\r?$/m

function endOfFrontMatter(text: string): number {
  return /^---\r?\n(?:.*\r?\n){0,500}?---\r?\n/.exec(text)?.[0].length ?? 0
}

/** Reports whether the last node is a fenced block or HTML that the end of the chunk may have cut. */
function continues(tree: Root, text: string, base: number): boolean {
  const last = tree.children.at(-1)
  if (last?.type === 'html') return true
  if (last?.type !== 'code') return false
  const from = base + (last.position?.start.offset ?? 0)
  const code = text.slice(from, base + (last.position?.end.offset ?? 0))
  const fence = /^(?:`{3,}|~{3,})/.exec(code)?.[0]
  if (fence === undefined) return false
  const lastLine = code.slice(code.lastIndexOf('\n') + 1).trim()
  return !code.includes('\n') || !lastLine.startsWith(fence) || lastLine !== (fence[0] ?? '').repeat(lastLine.length)
}

function* partsOf(tree: Root, fragment: Fragment, base: number): Generator<DocumentPart> {
  const left: { node: Nodes; parent?: Parents; isItem: boolean }[] = [{ node: tree, isItem: false }]
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { node, parent } = next
    const isItem = next.isItem || node.type === 'listItem'
    switch (node.type) {
      case 'heading':
        yield { type: 'heading', depth: node.depth, prose: proseOf(node.children, fragment, base, false) }
        break
      case 'paragraph':
        yield { type: 'paragraph', prose: proseOf(node.children, fragment, base, isItem) }
        break
      case 'code':
        yield codeOf(node, fragment, base)
        break
      case 'table': {
        const rows = node.children.map((row) =>
          row.children.map((cell) => proseOf(cell.children, fragment, base, false)),
        )
        yield { type: 'table', rows, range: rangeOf(node, fragment, base) }
        break
      }
      case 'html': {
        const covers = parent && afterComments(parent, node)
        const range = rangeOf(node, fragment, base)
        yield { type: 'comment', text: node.value, range, covers: covers && rangeOf(covers, fragment, base) }
        break
      }
      default:
        if ('children' in node) {
          for (const child of node.children.toReversed()) left.push({ node: child, parent: node, isItem })
        }
    }
  }
}

/** Returns the next sibling of a comment that is not HTML itself. */
function afterComments(parent: Parents, comment: Nodes): Nodes | undefined {
  const siblings: readonly Nodes[] = parent.children
  return siblings.slice(siblings.indexOf(comment) + 1).find(({ type }) => type !== 'html')
}

function rangeOf(node: Nodes, fragment: Fragment, base: number): Range {
  return fragment.range(base + (node.position?.start.offset ?? 0), base + (node.position?.end.offset ?? 0))
}

/** Converts a block of code. Each of its lines is the end of a source line, after the markers that nest the block. */
function codeOf(node: Code, fragment: Fragment, base: number): DocumentPart {
  const start = base + (node.position?.start.offset ?? 0)
  const end = base + (node.position?.end.offset ?? 0)
  const isFenced = /^(?:```|~~~)/.test(fragment.text.slice(start, start + 3))
  let place = isFenced ? fragment.text.indexOf('\n', start) + 1 : start
  const pieces: Piece[] = []
  for (const line of node.value.split('\n')) {
    const next = fragment.text.indexOf('\n', place)
    const lineEnd = next === -1 || next > end ? end : next
    const written = fragment.text.slice(place, lineEnd).replace(/\r$/, '')
    // If a list consumes part of a tab, the remaining spaces are not in the source
    const same = written.endsWith(line) ? line : line.trimStart()
    const blanks = line.length - same.length
    const from = place + Math.max(0, written.length - same.length)
    for (let index = 0; index < blanks; index += 1) pieces.push({ text: ' ', source: fragment.toSource(from) })
    pieces.push(...fragment.pieces(from, from + same.length))
    pieces.push({ text: '\n', source: fragment.toSource(Math.min(lineEnd, fragment.text.length)) })
    place = lineEnd + 1
  }
  pieces.pop()
  const language = (node.lang ?? '').toLowerCase()
  return {
    type: 'code',
    language,
    fragment: new Fragment(pieces, fragment.toSource(place)),
    range: fragment.range(start, end),
    isIndented: !isFenced,
  }
}

/** Approximate size of the chunks that are parsed separately to bound memory, in characters. */
const CHUNK = 2 ** 14

/** Matches the start of a new block: a heading, or text after an empty line. */
const FRESH = /\n(?=#{1,6} )|\n[ \t]*\r?\n(?=[\p{L}#`])/gu

/**
 * Finds places to split Markdown, each at least `atLeast` characters after the previous one. A place can lie within a
 * fenced block or HTML; the caller has to check that.
 */
function* chunkEnds(text: string, from: number, atLeast = CHUNK): Generator<number> {
  let start = from
  while (start + atLeast < text.length) {
    FRESH.lastIndex = start + atLeast
    const found = FRESH.exec(text)
    if (found === null) break
    start = found.index + found[0].length
    yield start
  }
  yield text.length
}

const MARKER = /[ \t]*(?:>|[-+*][ \t]|\d{1,9}[.)][ \t])/y

const INDENTED = new RegExp(`[ \\t]{${MAX_DEPTH * 2},}(?:[-+*]|\\d{1,9}[.)])[ \\t]`, 'y')

/** Returns the offset of the first line with too deeply nested quotations and lists, if there is one. */
export function tooDeepLine(text: string): number | undefined {
  for (let start = 0; start < text.length; ) {
    INDENTED.lastIndex = start
    // Each level of a list is indented by at least two spaces
    let depth = INDENTED.test(text) ? MAX_DEPTH : 0
    MARKER.lastIndex = start
    while (MARKER.test(text)) {
      depth += 1
      if (depth > MAX_DEPTH) return start
    }
    const end = text.indexOf('\n', start)
    start = end === -1 ? text.length : end + 1
  }
  return undefined
}
