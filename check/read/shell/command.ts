import type { Fix } from '../../finding.ts'
import { MAX_COMMAND, MAX_URL } from '../../limits.ts'
import type { Fragment } from '../../source/fragment.ts'
import type { Range } from '../../source/range.ts'
import { type DocumentOpening, documentOpening, readDocument } from './here-document.ts'
import { type Opening, readQuotation } from './quotation.ts'
import { substitutionLength } from './substitution.ts'
import { type Word, WordBuilder } from './word.ts'

/** Place where a shell does not read a command as intended. */
export interface ShellProblem {
  range: Range
  message: string
  hint?: string
  fix?: Fix
}

/** Shell command, split into words. */
export interface ShellCommand {
  words: Word[]
  /** Standard input, if the example contains it */
  input?: Word
  range: Range
  problems: ShellProblem[]
  /** Offset after the command and its standard input */
  end: number
  /** True if reading stopped at the maximum length */
  isTooLong: boolean
}

/**
 * Reads the command at `start`, up to the end of its line or an operator such as `|`.
 *
 * @param isTranscript - true if continuation lines may begin with the `>` prompt of a terminal
 */
export function readCommand(fragment: Fragment, start: number, isTranscript = false): ShellCommand {
  return new ShellReader(fragment, start, isTranscript).read()
}

/** Matches a line break before an option that belongs to the command. */
const OPTION_LINE = /[ \t]*\r?\n(?=[ \t]+-(?:[A-Za-z]\b|-[a-z]))/y

/** Matches typographic quotes and dashes at the start of a word. */
const TYPOGRAPHIC = /^(?:[‘’“”]|[–—](?=-?[A-Za-z]))/

class ShellReader {
  readonly #fragment: Fragment
  readonly #text: string
  readonly #start: number
  readonly #isTranscript: boolean
  readonly #problems: ShellProblem[] = []
  readonly #words: Word[] = []
  readonly #word: WordBuilder
  #place: number
  /** True if a quotation was not closed on its line */
  #isUnclosed = false
  #document: DocumentOpening | undefined
  /** True if the next word is the standard input */
  #isInputNext = false
  #input: Word | undefined

  constructor(fragment: Fragment, start: number, isTranscript: boolean) {
    this.#fragment = fragment
    this.#text = fragment.text
    this.#start = start
    this.#isTranscript = isTranscript
    this.#place = start
    this.#word = new WordBuilder(fragment)
  }

  read(): ShellCommand {
    const limit = this.#start + MAX_COMMAND
    while (this.#place < Math.min(this.#text.length, limit) && this.#step());
    this.#endWord()
    const range = this.#fragment.range(this.#start, this.#place)
    let end = this.#place
    if (this.#document !== undefined) {
      const newline = this.#text.indexOf('\n', this.#place)
      const read = newline === -1 ? undefined : readDocument(this.#fragment, newline + 1, this.#document)
      if (read !== undefined) [this.#input, end] = [read.word, read.end]
    }
    const input = this.#input
    const isTooLong = end >= limit
    return { words: this.#words, ...(input && { input }), range, problems: this.#problems, end, isTooLong }
  }

  /** Reads one character or quotation; returns false at the end of the command. */
  #step(): boolean {
    const character = this.#text[this.#place] ?? ''
    const opening = /^\$?["']/.exec(this.#text.slice(this.#place, this.#place + 2))?.[0]
    if (opening !== undefined) return this.#quotation(opening as Opening)
    if (character === '\\') return this.#backslash()
    if (character === '\n' || character === '\r') return this.#lineEnd(false)
    if (character === ' ' || character === '\t') {
      this.#endWord()
      this.#place += 1
      return true
    }
    if (character === '#' && this.#word.start === undefined) return this.#comment()
    const replaced = substitutionLength(this.#text, this.#place)
    if (replaced > 0) {
      this.#takeVariable(replaced)
      return true
    }
    if (character === '<' && this.#redirection()) return true
    if (character === '&' && this.#isInQuery()) {
      this.#report(
        this.#place,
        this.#place + 1,
        'The shell ends the command at this "&", because the URL is not quoted',
        { hint: 'Quote the URL' },
      )
    } else if (/[|;&<>)]/.test(character) && !this.#isPlaceholder()) return false
    this.#take(1)
    return true
  }

  /** Reads a here-document or here-string; returns false if there is none. */
  #redirection(): boolean {
    if (this.#text.startsWith('<<<', this.#place)) {
      this.#endWord()
      this.#isInputNext = true
      this.#place += 3
      return true
    }
    const opening = documentOpening(this.#text, this.#place)
    if (opening === undefined) return false
    this.#endWord()
    this.#document = opening
    this.#place += opening.length
    return true
  }

  /** Reports whether an angle bracket belongs to a placeholder such as `<token>`. */
  #isPlaceholder(): boolean {
    if (this.#text[this.#place] === '>') return this.#word.start !== undefined && this.#word.has('<')
    return /^<[\w -]+>/.test(this.#text.slice(this.#place, this.#place + 60))
  }

  #isInQuery(): boolean {
    const { start } = this.#word
    if (start === undefined) return false
    const written = this.#text.slice(start, Math.min(this.#place, start + MAX_URL))
    return /^[a-z]+:\/\/[^?\s]+\?/i.test(written) && /^&[\w.-]+=/.test(this.#text.slice(this.#place, this.#place + 100))
  }

  #comment(): boolean {
    const end = /\r?\n|$/g
    end.lastIndex = this.#place
    this.#place = end.exec(this.#text)?.index ?? this.#text.length
    return this.#lineEnd(true)
  }

  #quotation(opening: Opening): boolean {
    const start = this.#place
    const { place, isClosed } = readQuotation(this.#fragment, start, opening, this.#word, (at) =>
      this.#promptLength(at),
    )
    this.#place = place
    if (isClosed) return true
    this.#report(start, start + opening.length, `Expected a closing quote for ${opening}, found none`)
    this.#isUnclosed = true
    return place < this.#text.length
  }

  #backslash(): boolean {
    const rest = /^\\([ \t]*)(\r?\n|$)/.exec(this.#text.slice(this.#place, this.#place + 200))
    if (rest !== null) {
      const [all, blanks = ''] = rest
      if (blanks !== '') {
        const range = this.#fragment.range(this.#place + 1, this.#place + 1 + blanks.length)
        this.#report(
          this.#place,
          this.#place + 1,
          'The command does not continue on the next line, because a space follows this backslash',
          {
            hint: 'Remove the space',
            fix: { range, text: '', done: 'removed the space after the backslash' },
          },
        )
      }
      this.#place += all.length
      this.#place += this.#promptLength(this.#place)
      return true
    }
    this.#place += 1
    this.#take(1)
    return true
  }

  #lineEnd(afterComment: boolean): boolean {
    OPTION_LINE.lastIndex = this.#place
    const more = OPTION_LINE.exec(this.#text)
    if (more === null || this.#document !== undefined) return false
    const place = this.#fragment.range(this.#place - 1, this.#place).end
    const range = { start: place, end: place }
    this.#problems.push({
      range,
      message: 'The command ends with this line: the options on the next line are not part of it',
      hint: afterComment ? 'Move the comment to before the command' : 'End the line with a backslash',
      ...(!afterComment &&
        !this.#isUnclosed && { fix: { range, text: ' \\', done: 'added a backslash at the end of the line' } }),
    })
    this.#endWord()
    this.#place += more[0].length
    return true
  }

  /** Length of the `>` prompt that a terminal prints before a continuation line. */
  #promptLength(place: number): number {
    if (!this.#isTranscript) return 0
    return /^[ \t]*> ?/.exec(this.#text.slice(place, place + 40))?.[0].length ?? 0
  }

  #take(length: number): void {
    this.#word.take(this.#place, length)
    this.#place += length
  }

  #takeVariable(length: number): void {
    this.#word.takeVariable(this.#place, length)
    this.#place += length
  }

  #endWord(): void {
    const { start } = this.#word
    const word = this.#word.end(this.#place)
    if (word === undefined || start === undefined) return
    const odd = TYPOGRAPHIC.exec(word.raw)?.[0]
    if (odd !== undefined) {
      const what = /[–—]/.test(odd) ? 'an ASCII hyphen' : 'an ASCII quote'
      this.#report(start, start + odd.length, `Expected ${what}, found ${odd}`)
    }
    const isQuoted = odd !== undefined && /[‘’“”]/.test(odd)
    const { fragment } = word
    const inside = isQuoted
      ? { fragment: fragment.slice(1, fragment.text.length - Number(/[’”]$/.test(word.raw))) }
      : {}
    if (this.#isInputNext) this.#input = word
    else this.#words.push({ ...word, ...inside })
    this.#isInputNext = false
  }

  #report(start: number, end: number, message: string, more: Partial<ShellProblem> = {}): void {
    this.#problems.push({ range: this.#fragment.range(start, end), message, ...more })
  }
}
