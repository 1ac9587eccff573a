import type { Code, Nodes, Parents, Root } from 'mdast'
import { fromMarkdown, type Options } from 'mdast-util-from-markdown'
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table'
import { gfmTable } from 'micromark-extension-gfm-table'
import { MAX_BLOCK } from '../limits.ts'
import { Fragment, type Piece } from '../source/fragment.ts'
import type { Range } from '../source/range.ts'
import { chunkEnds } from './markdown-chunks.ts'
import { type Prose, proseOf } from './prose.ts'

/** What a Markdown document has that a checker looks at, in its order. */
export type MarkdownPart =
  | { type: 'heading'; depth: number; prose: Prose }
  | { type: 'paragraph'; prose: Prose }
  | { type: 'table'; rows: Prose[][]; range: Range }
  | { type: 'code'; language: string; fragment: Fragment; range: Range }
  /** What is too long to be read; it is the last part */
  | { type: 'long'; range: Range }
  | { type: 'comment'; text: string; range: Range; covers: Range | undefined }

// What is left out has no examples in it, and takes time that grows with the square of hostile text.
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

/** Reads Markdown part by part. What is nested too deep has to be kept from it. */
export function* readMarkdown(fragment: Fragment): Generator<MarkdownPart> {
  const { text } = fragment
  let start = endOfFrontMatter(text)
  let expected: number | undefined
  while (start < text.length) {
    const [end = text.length] = chunkEnds(text, start, expected)
    if (end - start > MAX_BLOCK) {
      yield { type: 'long', range: fragment.range(start, start + 1) }
      return
    }
    const tree = fromMarkdown(text.slice(start, end), OPTIONS)
    if (end < text.length && goesOn(tree, text, start)) {
      expected = (end - start) * 2
      continue
    }
    yield* partsOf(tree, fragment, start)
    start = end
    expected = undefined
  }
}

function endOfFrontMatter(text: string): number {
  return /^---\r?\n(?:.*\r?\n){0,500}?---\r?\n/.exec(text)?.[0].length ?? 0
}

/** Whether what comes last is a fenced block or HTML that the end of the part may have cut. */
function goesOn(tree: Root, text: string, base: number): boolean {
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

function* partsOf(tree: Root, fragment: Fragment, base: number): Generator<MarkdownPart> {
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

/** The node that a comment stands before, other comments left out. */
function afterComments(parent: Parents, comment: Nodes): Nodes | undefined {
  const siblings: readonly Nodes[] = parent.children
  return siblings.slice(siblings.indexOf(comment) + 1).find(({ type }) => type !== 'html')
}

function rangeOf(node: Nodes, fragment: Fragment, base: number): Range {
  return fragment.range(base + (node.position?.start.offset ?? 0), base + (node.position?.end.offset ?? 0))
}

/** A block of code, whose lines stand at the end of lines of the source: before them is only what nests the block. */
function codeOf(node: Code, fragment: Fragment, base: number): MarkdownPart {
  const start = base + (node.position?.start.offset ?? 0)
  const end = base + (node.position?.end.offset ?? 0)
  const isFenced = /^(?:```|~~~)/.test(fragment.text.slice(start, start + 3))
  let place = isFenced ? fragment.text.indexOf('\n', start) + 1 : start
  const pieces: Piece[] = []
  for (const line of node.value.split('\n')) {
    const next = fragment.text.indexOf('\n', place)
    const lineEnd = next === -1 || next > end ? end : next
    const written = fragment.text.slice(place, lineEnd).replace(/\r$/, '')
    // A tab that a list takes a part of leaves spaces that are nowhere in the source
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
  }
}
