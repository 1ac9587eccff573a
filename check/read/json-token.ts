import { createScanner, type JSONScanner } from 'jsonc-parser'

/** What a token is; a word is everything that JSON does not know. */
export type TokenKind = '{' | '}' | '[' | ']' | ',' | ':' | 'string' | 'number' | 'literal' | 'word' | 'comment' | 'end'

/** A piece of JSON; offsets are in the text that was scanned. */
export interface Token {
  kind: TokenKind
  start: number
  end: number
  /** As it is written; for a string what it says */
  text: string
  /** What is wrong with it in itself */
  problem?: string
  /** Whether a line ends between the token before and this one */
  onNewLine: boolean
}

/** The kinds by the number that the scanner gives them. */
const KINDS: readonly (TokenKind | 'space')[] = [
  'end',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  'literal',
  'literal',
  'literal',
  'string',
  'number',
  'comment',
  'comment',
  'space',
  'space',
  'word',
  'end',
]

const TROUBLES: readonly (string | undefined)[] = [
  undefined,
  'the comment is never closed',
  'the string is not closed on its line',
  'the number ends too early',
  'a \\u in a string wants four hexadecimal digits after it',
  'the string has an escape that JSON does not know',
  'the string has a control character that has to be escaped',
]

/** Places that stand for something else, whole: `{{name}}`, `<name>`, `${name}`, `%NAME%`, and single-quoted text. */
const WHOLE = /\{\{[^\n]*?\}\}|<[^<>\n"]*>|\$\{[^\n}]*\}|%[A-Z_]+%|'(?:[^'\\\n]|\\.)*'|“[^”\n]*”|\.\.\./y

/** Reads the tokens of JSON that may be wrong anywhere, one by one. */
export class Tokens {
  readonly #text: string
  readonly #scanner: JSONScanner
  #ahead: Token[] = []

  constructor(text: string) {
    this.#text = text
    this.#scanner = createScanner(text, false)
  }

  peek(distance = 0): Token {
    while (this.#ahead.length <= distance) this.#ahead.push(this.#read())
    return this.#ahead[distance] as Token
  }

  next(): Token {
    const token = this.peek()
    this.#ahead.shift()
    return token
  }

  #read(): Token {
    let onNewLine = false
    for (;;) {
      const start = this.#scanner.getPosition()
      WHOLE.lastIndex = start
      const whole = WHOLE.exec(this.#text)?.[0]
      if (whole !== undefined) {
        this.#scanner.setPosition(start + whole.length)
        return { kind: 'word', start, end: start + whole.length, text: whole, onNewLine }
      }
      const kind = KINDS[this.#scanner.scan()] ?? 'word'
      if (kind === 'space') {
        onNewLine ||= this.#text.slice(start, this.#scanner.getPosition()).includes('\n')
        continue
      }
      if (kind === 'word' || kind === 'number' || kind === 'literal') return this.#word(start, kind, onNewLine)
      return this.#token(start, kind, onNewLine)
    }
  }

  #token(start: number, kind: TokenKind, onNewLine: boolean): Token {
    const end = kind === 'end' ? start : this.#scanner.getPosition()
    const problem = TROUBLES[this.#scanner.getTokenError()]
    const text = kind === 'string' ? this.#scanner.getTokenValue() : this.#text.slice(start, end)
    return { kind, start, end, text, onNewLine, ...(problem !== undefined && { problem }) }
  }

  /** `01`, `1px` and `true|false` are one word each, and not a number or a literal with something after it. */
  #word(start: number, kind: TokenKind, onNewLine: boolean): Token {
    const first = this.#scanner.getPosition()
    WORD_END.lastIndex = first
    const rest = WORD_END.exec(this.#text)?.[0] ?? ''
    if (rest !== '') this.#scanner.setPosition(first + rest.length)
    const end = first + rest.length
    return { kind: rest === '' ? kind : 'word', start, end, text: this.#text.slice(start, end), onNewLine }
  }
}

const WORD_END = /[^\s{}[\]",:;/]*/y
