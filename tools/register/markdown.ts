import { fromMarkdown } from 'mdast-util-from-markdown'
import { type Statement, sentencesOf } from './statement.ts'

/** Heading of a Markdown file. */
export interface Heading {
  text: string
  /** Anchor that the heading gives itself, as `{id="…"}` */
  id?: string
}

/** Node of a Markdown tree, as far as it matters here. */
interface Node {
  type: string
  value?: string
  depth?: number
  children?: readonly Node[]
}

/**
 * Returns the sentences of a Markdown file, each in the place of the heading above it, and the definitions of push
 * rules as facts. Other code is left out.
 */
export function markdownStatements(file: string, source: string): Statement[] {
  const anchors = createAnchors()
  const statements: Statement[] = []
  let place = ''
  visit(fromMarkdown(prepared(source)) as Node, (node) => {
    if (node.type === 'heading') {
      place = anchors(headingOf(node))
      return
    }
    if (node.type === 'code' && /"rule_id"/.test(node.value ?? '')) {
      statements.push({ kind: 'fact', file, place, text: withoutLayout(node.value ?? '') })
    }
    if (node.type !== 'paragraph') return
    for (const text of sentencesOf(plainText(node))) statements.push({ kind: 'sentence', file, place, text })
  })
  return statements
}

/** Returns the paragraphs of a text in Markdown, without markup. */
export function markdownParagraphs(source: string): string[] {
  const paragraphs: string[] = []
  visit(fromMarkdown(prepared(source)) as Node, (node) => {
    if (node.type === 'paragraph') paragraphs.push(plainText(node))
  })
  return paragraphs
}

/** Returns the headings of a Markdown file in order. */
export function headingsOf(source: string): Heading[] {
  const headings: Heading[] = []
  visit(fromMarkdown(prepared(source)) as Node, (node) => {
    if (node.type === 'heading') headings.push(headingOf(node))
  })
  return headings
}

/** Returns a function that makes an anchor of each heading in turn, as Hugo does: a repeated one gets a number. */
export function createAnchors(): (heading: Heading) => string {
  const taken = new Set<string>()
  return ({ text, id }) => {
    const name = id ?? toAnchor(text)
    let anchor = name
    for (let count = 1; taken.has(anchor); count += 1) anchor = `${name}-${count}`
    taken.add(anchor)
    return anchor
  }
}

/** Returns the anchor of a text: without punctuation, in lower case, with hyphens for spaces. */
export function toAnchor(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-')
}

function headingOf(node: Node): Heading {
  const [, text = '', id] = /^(.*?)\s*(?:\{(?:id="|#)([^"}]*)"?\})?$/s.exec(plainText(node)) ?? []
  return id === undefined ? { text } : { text, id }
}

/**
 * Removes the front matter, and makes a list of definitions, which CommonMark does not have: `:   text` below a term
 * becomes an item, so that text that is indented below it is not code.
 */
function prepared(source: string): string {
  return source
    .replace(/^---\n.*?\n---\n/s, '')
    .replace(/<!--.*?-->/gs, '')
    .replace(/^( *):( +)(?=\S)/gm, '$1-$2')
}

/** Calls `look` for every block, but not for what is in a heading or paragraph. */
function visit(node: Node, look: (block: Node) => void): void {
  for (const child of node.children ?? []) {
    look(child)
    if (child.type !== 'paragraph' && child.type !== 'heading') visit(child, look)
  }
}

function plainText({ type, value = '', children = [] }: Node): string {
  if (type === 'text' || type === 'inlineCode') return value
  if (type === 'break') return ' '
  return children.map(plainText).join('')
}

/** Returns JSON in one form, whatever its layout; without spaces if it is not JSON. */
function withoutLayout(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json.replace(/,(?=\s*[}\]])/g, '')))
  } catch {
    return json.replace(/\s+/g, '')
  }
}
