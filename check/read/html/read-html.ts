import { Parser } from 'htmlparser2'
import { MAX_BLOCK } from '../../limits.ts'
import type { Fragment } from '../../source/fragment.ts'
import type { Range } from '../../source/range.ts'
import { type DocumentPart, tooDeep, tooLong } from '../part.ts'
import { HtmlText } from './html-text.ts'

/** Maximum number of elements in each other, as in browsers. */
const MAX_ELEMENTS = 512

/** Elements whose content is not shown, or is not text. */
const HIDDEN = new Set('head script style template svg math textarea select button noscript iframe'.split(' '))

/** Elements within a line; all others end a paragraph. */
const INLINE = new Set(
  'a abbr b bdi bdo cite code data del dfn em font i ins kbd label mark nobr q s samp small span strike strong sub sup time tt u var wbr'.split(
    ' ',
  ),
)

const CODE = new Set(['code', 'tt', 'samp', 'kbd'])

/** Matches the class of a link from a heading to itself. */
const LINK_TO_ITSELF =
  /(?:^|[\s_-])(?:header-?link|permalink|anchor(?:-link|js-link)?|hash-link|td-heading-self-link)(?:\s|$)/

/** Matches the language of a block among its classes, as Hugo, Sphinx, Pandoc and GitHub write it. */
const LANGUAGE = /(?:^|\s)(?:language|lang|highlight-source|highlight|source)-([\w-]+)/

/** Names of languages for text of any language. */
const ANY_LANGUAGE = new Set(['default', 'none', 'plaintext', 'plain', 'text', 'notranslate'])

interface Element {
  name: string
  language: string | undefined
}

/** Reads the headings, paragraphs, tables and blocks of code of an HTML document. */
export function readHtml(fragment: Fragment): DocumentPart[] {
  const reader = new HtmlReader(fragment)
  return reader.read()
}

/** Reports whether the start or end of a range is within a character reference such as `&quot;`. */
export function isInReference(html: string, { start, end }: Range): boolean {
  return [start, end].some((place) => {
    const from = html.lastIndexOf('&', place - 1)
    if (from === -1 || place - from > 10) return false
    return /^&#?\w{1,10};/.test(html.slice(from, place + 10)) && html.indexOf(';', from) >= place
  })
}

class HtmlReader {
  readonly #fragment: Fragment
  readonly #parser: Parser
  readonly #parts: DocumentPart[] = []
  readonly #open: Element[] = []
  /** Number of elements of {@link #open} up to the outermost hidden one; 0 if none is open */
  #hiddenAt = 0
  /** Comments since the last part */
  #comments: { text: string; range: Range }[] = []
  #text: HtmlText
  /** Block of code that is open, with its language */
  #code: { language: string } | undefined
  #table: { start: number; rows: HtmlText[][]; isCell: boolean; length: number } | undefined

  constructor(fragment: Fragment) {
    this.#fragment = fragment
    this.#text = new HtmlText(fragment)
    this.#parser = new Parser(
      {
        onopentag: (name, attributes) => this.#enter(name, attributes),
        onclosetag: (name) => this.#leave(name),
        ontext: (text) => this.#add(text),
        oncomment: (text) => this.#comment(text),
      },
      { lowerCaseTags: true, decodeEntities: true },
    )
  }

  read(): DocumentPart[] {
    this.#parser.write(this.#fragment.text)
    if (this.#parts.at(-1)?.type === 'end') return this.#parts
    this.#parser.end()
    this.#finishTable()
    this.#finishText()
    for (const { text, range } of this.#comments) this.#parts.push({ type: 'comment', text, range, covers: undefined })
    return this.#parts
  }

  #enter(name: string, { class: classes = '', 'data-lang': dataLanguage = '' }: Record<string, string>): void {
    const language = dataLanguage === '' ? LANGUAGE.exec(classes)?.[1]?.toLowerCase() : dataLanguage.toLowerCase()
    this.#open.push({ name, language })
    if (this.#open.length > MAX_ELEMENTS) this.#end(tooDeep(this.#rangeHere(), MAX_ELEMENTS, 'HTML'))
    if (this.#hiddenAt > 0) return
    if (HIDDEN.has(name) || (name === 'a' && LINK_TO_ITSELF.test(classes))) {
      this.#hiddenAt = this.#open.length
      return
    }
    if (this.#code !== undefined) {
      if (name === 'code' && language !== undefined) this.#code.language = language
      if (name === 'br') this.#text.add('\n', this.#parser.startIndex)
    } else if (CODE.has(name)) this.#text.startSpan()
    else if (name === 'br') this.#text.addInline(' ', this.#parser.startIndex)
    else if (!INLINE.has(name)) this.#enterBlock(name)
  }

  #enterBlock(name: string): void {
    if (name === 'table') {
      this.#finishTable()
      this.#finishText()
      this.#table = { start: this.#parser.startIndex, rows: [], isCell: false, length: 0 }
    } else if (this.#table !== undefined && /^t[rdh]$/.test(name)) {
      this.#finishCell()
      if (name === 'tr') this.#table.rows.push([])
      else this.#table.isCell = true
    } else if (name === 'pre') {
      this.#finishText()
      this.#code = { language: this.#open.findLast(({ language }) => language !== undefined)?.language ?? '' }
    } else if (this.#table?.isCell !== true) this.#finishText()
    else this.#text.addInline(' ', this.#parser.startIndex)
  }

  #leave(name: string): void {
    this.#open.pop()
    if (this.#hiddenAt > 0) {
      if (this.#open.length < this.#hiddenAt) this.#hiddenAt = 0
      return
    }
    if (name === 'pre') this.#finishCode()
    else if (this.#code !== undefined) return
    else if (CODE.has(name)) this.#text.endSpan()
    else if (/^h[1-6]$/.test(name)) this.#finishText(Number(name[1]))
    else if (name === 'table') this.#finishTable()
    else if (/^t[rdh]$/.test(name)) this.#finishCell()
    else if (!INLINE.has(name) && this.#table?.isCell !== true) this.#finishText(undefined, name === 'li')
  }

  #add(text: string): void {
    if (this.#hiddenAt > 0) return
    const { startIndex } = this.#parser
    if (this.#code !== undefined) this.#text.add(text, startIndex)
    else this.#text.addInline(text, startIndex)
    if (this.#text.length + (this.#table?.length ?? 0) > MAX_BLOCK) this.#end(tooLong(this.#rangeHere()))
  }

  #comment(text: string): void {
    const { startIndex, endIndex } = this.#parser
    this.#comments.push({ text: `<!--${text}-->`, range: this.#fragment.range(startIndex, endIndex + 1) })
  }

  /** Adds a heading of this depth or a paragraph, if there is text. */
  #finishText(depth?: number, isListItem = false): void {
    const text = this.#take()
    if (text.isBlank) return
    const prose = text.prose(isListItem || this.#open.some(({ name }) => name === 'li'))
    const part: DocumentPart = depth === undefined ? { type: 'paragraph', prose } : { type: 'heading', depth, prose }
    this.#emit(part, prose.fragment.whole)
  }

  #finishCode(): void {
    if (this.#code === undefined) return
    const { language } = this.#code
    this.#code = undefined
    const { fragment } = this.#take()
    const range = fragment.whole
    const known = ANY_LANGUAGE.has(language) ? '' : language
    this.#emit({ type: 'code', language: known, fragment, range, isIndented: false }, range)
  }

  #finishCell(): void {
    if (this.#table?.isCell !== true) return
    this.#table.isCell = false
    const text = this.#take()
    this.#table.length += text.length
    this.#table.rows.at(-1)?.push(text)
  }

  #finishTable(): void {
    this.#finishCell()
    if (this.#table === undefined) return
    const { rows, start } = this.#table
    this.#table = undefined
    const range = this.#fragment.range(start, this.#parser.endIndex + 1)
    this.#emit({ type: 'table', rows: rows.map((row) => row.map((cell) => cell.prose(false))), range }, range)
  }

  #take(): HtmlText {
    const text = this.#text
    this.#text = new HtmlText(this.#fragment)
    return text
  }

  #emit(part: DocumentPart, covers: Range): void {
    for (const { text, range } of this.#comments) this.#parts.push({ type: 'comment', text, range, covers })
    this.#comments = []
    this.#parts.push(part)
  }

  #rangeHere(): Range {
    return this.#fragment.range(this.#parser.startIndex, this.#parser.startIndex + 1)
  }

  /** Ends the document here. */
  #end(part: DocumentPart): void {
    if (this.#parts.at(-1)?.type !== 'end') this.#parts.push(part)
    this.#parser.pause()
  }
}
