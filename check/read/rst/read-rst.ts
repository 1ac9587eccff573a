import { MAX_BLOCK, MAX_DEPTH } from '../../limits.ts'
import type { Fragment } from '../../source/fragment.ts'
import type { Range } from '../../source/range.ts'
import { type DocumentPart, tooDeep, tooLong } from '../part.ts'
import { indentedBlock, type Line, linesOf, toFragment, withoutBlankEnds } from './lines.ts'
import { proseOfRst } from './prose-of-rst.ts'
import { cellsOf, endOfTable, TABLE } from './table.ts'

/** Directives with code; their argument is its language. */
const CODE = new Set(['code', 'code-block', 'sourcecode'])

/** Directives whose content is not text in reStructuredText. */
const OPAQUE = new Set(
  'raw include literalinclude image figure math csv-table list-table table toctree contents parsed-literal highlight productionlist only-raw graphviz mermaid plantuml replace unicode'.split(
    ' ',
  ),
)

const DIRECTIVE = /^\.\.[ \t]+(?:\|[^|\n]*\|[ \t]+)?([\w:.-]+)::(?:[ \t]+(.*))?$/
const TARGET = /^(?:\.\.[ \t]+(?:_|\[)|__ )/
const ADORNMENT = /^([!-/:-@[-`{-~])\1{2,}[ \t]*$/
const ITEM = /^(?:[-*+•]|(?:\d{1,9}|[A-Za-z#])[.)]|\((?:\d{1,9}|[A-Za-z#])\))[ \t]+(?=\S)/

/** Reads the headings, paragraphs, tables and blocks of code of reStructuredText. */
export function* readRst(fragment: Fragment): Generator<DocumentPart> {
  const reader = new RstReader()
  yield* reader.read(fragment, 0, false)
}

class RstReader {
  /** Adornments of titles, that of the highest level first */
  readonly #levels: string[] = []
  /** Comments since the last part */
  #comments: { text: string; range: Range }[] = []
  #isAtEnd = false

  /** Stores a comment as one in HTML, which silences findings in the same way. */
  #comment(fragment: Fragment, lines: readonly Line[]): void {
    const [first] = lines
    const last = lines.findLast(({ isBlank }) => !isBlank)
    if (first === undefined || last === undefined) return
    const text = lines.map((line) => line.text.trim()).join(' ')
    const range = fragment.range(first.start, last.start + last.text.length)
    this.#comments.push({ text: `<!--${text.replace(/^\.\./, '')} -->`, range })
  }

  *read(fragment: Fragment, depth: number, isItem: boolean): Generator<DocumentPart> {
    const lines = linesOf(fragment.text)
    if (depth > MAX_DEPTH) {
      this.#isAtEnd = true
      yield tooDeep(fragment.range(0, 1), MAX_DEPTH, 'reStructuredText')
      return
    }
    for (let at = 0; at < lines.length && !this.#isAtEnd; ) {
      const line = lines[at] as Line
      if (line.isBlank) at += 1
      else if (line.indent > 0) {
        const end = indentedBlock(lines, at)
        yield* this.read(toFragment(fragment, lines.slice(at, end)), depth + 1, isItem)
        at = end
      } else if (/^\.\.(?:[ \t]|$)|^__ /.test(line.text)) at = yield* this.#explicit(fragment, lines, at, depth, isItem)
      else if (TABLE.test(line.text)) at = yield* this.#table(fragment, lines, at)
      else {
        const title = depth === 0 ? titleAt(lines, at) : undefined
        if (title !== undefined) {
          yield* this.#title(title, fragment)
          at = title.end
        } else if (ADORNMENT.test(line.text)) at += 1
        else if (ITEM.test(line.text)) {
          const width = ITEM.exec(line.text)?.[0].length ?? 0
          const end = indentedBlock(lines, at + 1)
          const content = [{ ...line, indent: width }, ...lines.slice(at + 1, end)]
          yield* this.read(toFragment(fragment, content, width), depth + 1, true)
          at = end
        } else at = yield* this.#paragraph(fragment, lines, at, isItem)
      }
    }
    if (depth === 0) for (const { text, range } of this.#comments) yield comment(text, range, undefined)
  }

  /** Reads a directive, comment or target; returns the index of the line after it. */
  *#explicit(
    fragment: Fragment,
    lines: readonly Line[],
    at: number,
    depth: number,
    isItem: boolean,
  ): Generator<DocumentPart, number> {
    const line = lines[at] as Line
    const end = indentedBlock(lines, at + 1)
    const [, name, argument = ''] = DIRECTIVE.exec(line.text) ?? []
    if (name === undefined) {
      if (!TARGET.test(line.text)) this.#comment(fragment, lines.slice(at, end))
      return end
    }
    let first = at + 1
    while (first < end && /^[ \t]+:[\w-]+:(?:[ \t]|$)/.test(lines[first]?.text ?? '')) first += 1
    // Text can begin on the line of the directive
    const isText = !CODE.has(name) && first === at + 1 && argument.trim() !== ''
    const rest = lines.slice(first, end)
    const indent = rest.find(({ isBlank }) => !isBlank)?.indent ?? 0
    const text = { ...line, start: line.start + line.text.length - argument.length, text: argument, indent: 0 }
    const content = isText ? toFragment(fragment, [text, ...rest], indent) : toFragment(fragment, rest)
    if (CODE.has(name)) yield* this.#code(argument.trim().toLowerCase(), content)
    else if (!OPAQUE.has(name)) yield* this.read(content, depth + 1, isItem)
    return end
  }

  *#title({ text, adornment }: Title, fragment: Fragment): Generator<DocumentPart> {
    if (!this.#levels.includes(adornment)) this.#levels.push(adornment)
    const prose = proseOfRst(fragment.slice(text.start, text.start + text.text.length), false)
    const depth = this.#levels.indexOf(adornment) + 1
    yield* this.#emit({ type: 'heading', depth, prose }, prose.fragment.whole)
  }

  *#code(language: string, fragment: Fragment): Generator<DocumentPart> {
    const code = withoutBlankEnds(fragment)
    if (code.text === '') return
    if (code.text.length > MAX_BLOCK) yield* this.#end(code.range(0, 1))
    else yield* this.#emit({ type: 'code', language, fragment: code, range: code.whole, isIndented: false }, code.whole)
  }

  /** Reads a paragraph, and the literal block after one that ends in `::`; returns the index of the line after it. */
  *#paragraph(
    fragment: Fragment,
    lines: readonly Line[],
    at: number,
    isItem: boolean,
  ): Generator<DocumentPart, number> {
    let end = at + 1
    while (end < lines.length && lines[end]?.isBlank === false && lines[end]?.indent === 0) end += 1
    const whole = toFragment(fragment, lines.slice(at, end))
    if (whole.text.length > MAX_BLOCK) {
      yield* this.#end(whole.range(0, 1))
      return end
    }
    const text = whole.text.trimEnd()
    const isLiteral = text.endsWith('::')
    if (text !== '::') {
      const prose = proseOfRst(whole.slice(0, isLiteral ? text.length - 1 : text.length), isItem)
      yield* this.#emit({ type: 'paragraph', prose }, prose.fragment.whole)
    }
    if (!isLiteral) return end
    const blockEnd = indentedBlock(lines, end)
    yield* this.#code('', toFragment(fragment, lines.slice(end, blockEnd)))
    return blockEnd
  }

  /** Reads a table; returns the index of the line after it. */
  *#table(fragment: Fragment, lines: readonly Line[], at: number): Generator<DocumentPart, number> {
    const end = endOfTable(lines, at)
    const table = lines.slice(at, end)
    const whole = toFragment(fragment, table)
    if (whole.text.length > MAX_BLOCK) {
      yield* this.#end(whole.range(0, 1))
      return end
    }
    const rows = cellsOf(fragment, table)?.map((row) => row.map((cell) => proseOfRst(cell, false)))
    if (rows !== undefined) yield* this.#emit({ type: 'table', rows, range: whole.whole }, whole.whole)
    return end
  }

  *#emit(part: DocumentPart, covers: Range): Generator<DocumentPart> {
    for (const { text, range } of this.#comments) yield comment(text, range, covers)
    this.#comments = []
    yield part
  }

  *#end(range: Range): Generator<DocumentPart> {
    this.#isAtEnd = true
    yield tooLong(range)
  }
}

function comment(text: string, range: Range, covers: Range | undefined): DocumentPart {
  return { type: 'comment', text, range, covers }
}

interface Title {
  text: Line
  /** The character of its adornment, twice if there is one above it too */
  adornment: string
  /** Index of the line after it */
  end: number
}

function titleAt(lines: readonly Line[], at: number): Title | undefined {
  const [first, second, third] = lines.slice(at, at + 3)
  const character = (line: Line | undefined) => ADORNMENT.exec(line?.text ?? '')?.[1]
  const over = character(first)
  if (over !== undefined) {
    if (second === undefined || second.isBlank || character(third) !== over) return undefined
    return { text: second, adornment: over + over, end: at + 3 }
  }
  const under = character(second)
  if (first === undefined || second === undefined || under === undefined) return undefined
  if (second.text.trimEnd().length < Math.min(4, first.text.trim().length)) return undefined
  return { text: first, adornment: under, end: at + 2 }
}
