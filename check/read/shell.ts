import { MAX_COMMAND, MAX_URL } from '../limits.ts'
import { Fragment, type Piece } from '../source/fragment.ts'
import type { Range } from '../source/range.ts'
import type { ShellProblem } from './shell-problem.ts'

/** One word of a command: what the program gets, with places. */
export interface Word {
  fragment: Fragment
  /** Where it stands, quotes included */
  range: Range
}

/** A command as a shell would take it apart. */
export interface ShellCommand {
  words: Word[]
  range: Range
  problems: ShellProblem[]
  /** Where the text goes on after it */
  end: number
  /** Whether it was given up before its end */
  isTooLong: boolean
}

/** Takes the command apart that starts at `start`, up to the end of its line or what else ends it. */
export function readCommand(fragment: Fragment, start: number): ShellCommand {
  return new ShellReader(fragment, start).read()
}

/** An option at the start of a line, which belongs to the command before it. */
const OPTION_LINE = /[ \t]*\r?\n(?=[ \t]+-(?:[A-Za-z]\b|-[a-z]))/y

class ShellReader {
  readonly #fragment: Fragment
  readonly #text: string
  readonly #start: number
  readonly #problems: ShellProblem[] = []
  readonly #words: Word[] = []
  #place: number
  #pieces: Piece[] = []
  #wordStart: number | undefined

  constructor(fragment: Fragment, start: number) {
    this.#fragment = fragment
    this.#text = fragment.text
    this.#start = start
    this.#place = start
  }

  read(): ShellCommand {
    const limit = this.#start + MAX_COMMAND
    while (this.#place < Math.min(this.#text.length, limit) && this.#step());
    this.#endWord()
    const range = this.#fragment.range(this.#start, this.#place)
    return { words: this.#words, range, problems: this.#problems, end: this.#place, isTooLong: this.#place >= limit }
  }

  /** Reads one character or quotation; false where the command ends. */
  #step(): boolean {
    const character = this.#text[this.#place] ?? ''
    if (character === "'" || character === '"') return this.#quotation(character)
    if (character === '\\') return this.#backslash()
    if (character === '\n' || character === '\r') return this.#lineEnd()
    if (character === ' ' || character === '\t') {
      this.#endWord()
      this.#place += 1
      return true
    }
    if (character === '&' && this.#isInQuery()) {
      this.#tell(
        this.#place,
        this.#place + 1,
        'The shell ends the command at this "&", because the URL is not in quotes',
        {
          hint: 'Put the URL into quotes',
        },
      )
    } else if (/[|;&<>)]/.test(character) && !this.#isPlaceholder()) return false
    this.#take(1)
    return true
  }

  /** Whether an angle bracket belongs to a placeholder such as `<token>`. */
  #isPlaceholder(): boolean {
    if (this.#text[this.#place] === '>')
      return this.#wordStart !== undefined && this.#pieces.some(({ text }) => text.includes('<'))
    return /^<[\w -]+>/.test(this.#text.slice(this.#place, this.#place + 60))
  }

  #isInQuery(): boolean {
    if (this.#wordStart === undefined) return false
    const written = this.#text.slice(this.#wordStart, Math.min(this.#place, this.#wordStart + MAX_URL))
    return /^[a-z]+:\/\/[^?\s]+\?/i.test(written) && /^&[\w.-]+=/.test(this.#text.slice(this.#place, this.#place + 100))
  }

  #quotation(quote: string): boolean {
    this.#wordStart ??= this.#place
    const opening = this.#place
    this.#place += 1
    while (this.#place < this.#text.length && this.#text[this.#place] !== quote) {
      const next = this.#text[this.#place + 1]
      if (quote === '"' && this.#text[this.#place] === '\\' && next !== undefined && '"\\$`\n'.includes(next)) {
        this.#place += 1
        if (next === '\n') this.#place += 1
        else this.#take(1)
      } else this.#take(this.#plainLength(quote))
    }
    if (this.#place >= this.#text.length) {
      this.#tell(opening, opening + 1, `The quotation that starts with ${quote} is never closed`)
      return false
    }
    // An empty quotation is a word too
    this.#pieces.push({ text: '', source: this.#fragment.toSource(this.#place) })
    this.#place += 1
    return true
  }

  /** How many characters from here on mean themselves. */
  #plainLength(quote: string): number {
    const end = quote === '"' ? /["\\]/g : /'/g
    end.lastIndex = this.#place + 1
    return (end.exec(this.#text)?.index ?? this.#text.length) - this.#place
  }

  #backslash(): boolean {
    const rest = /^\\([ \t]*)(\r?\n|$)/.exec(this.#text.slice(this.#place, this.#place + 200))
    if (rest !== null) {
      const [all, blanks = ''] = rest
      if (blanks !== '') {
        const range = this.#fragment.range(this.#place + 1, this.#place + 1 + blanks.length)
        this.#tell(
          this.#place,
          this.#place + 1,
          'The line does not go on after this backslash, because a space follows it',
          {
            hint: 'Remove the space',
            mend: { range, text: '', done: 'removed the space after the backslash' },
          },
        )
      }
      this.#place += all.length
      return true
    }
    this.#place += 1
    this.#take(1)
    return true
  }

  #lineEnd(): boolean {
    OPTION_LINE.lastIndex = this.#place
    const more = OPTION_LINE.exec(this.#text)
    if (more === null) return false
    const place = this.#fragment.toSource(this.#place)
    const range = { start: place, end: place }
    this.#problems.push({
      range,
      message: 'The command ends with this line, and the options on the next one are not part of it',
      hint: 'End the line with a backslash',
      mend: { range, text: ' \\', done: 'added a backslash at the end of the line' },
    })
    this.#endWord()
    this.#place += more[0].length
    return true
  }

  #take(length: number): void {
    this.#wordStart ??= this.#place
    this.#pieces.push(...this.#fragment.pieces(this.#place, this.#place + length))
    this.#place += length
  }

  #endWord(): void {
    if (this.#wordStart === undefined) return
    const fragment = new Fragment(this.#pieces, this.#fragment.toSource(this.#wordStart))
    this.#words.push({ fragment, range: this.#fragment.range(this.#wordStart, this.#place) })
    this.#pieces = []
    this.#wordStart = undefined
  }

  #tell(start: number, end: number, message: string, more: Partial<ShellProblem> = {}): void {
    this.#problems.push({ range: this.#fragment.range(start, end), message, ...more })
  }
}
