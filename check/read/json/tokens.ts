import { createScanner, type JSONScanner } from 'jsonc-parser'

/** Kind of a token. A `word` is anything that is not valid JSON. */
export type TokenKind = '{' | '}' | '[' | ']' | ',' | ':' | 'string' | 'number' | 'literal' | 'word' | 'comment' | 'end'

/** Token of JSON; offsets are relative to the scanned text. */
export interface Token {
  kind: TokenKind
  start: number
  end: number
  /** Source text; for a string its value */
  text: string
  /** Problem within the token */
  problem?: string
  /** True if there is a line break before the token */
  onNewLine: boolean
}

/** Kinds by the number that the scanner uses. */
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

const UNCLOSED = 'the string is not closed on its line'

/** Problem of a string that is written over several lines. */
export const BROKEN = 'the string contains a line break'

/** Matches a string over several lines that ends where a value or a key can end. */
const OVER_LINES = /"(?:[^"\\\n]|\\[^\n])*(?:\n(?:[^"\\\n]|\\[^\n])*){1,30}"(?=\s*[,}\]:])/y

const TOKEN_PROBLEMS: readonly (string | undefined)[] = [
  undefined,
  'the comment is not closed',
  UNCLOSED,
  'the number is incomplete',
  'expected four hexadecimal digits after \\u',
  'the string has an unknown escape',
  'the string has an unescaped control character',
]

/** Matches placeholders as a whole: `{{name}}`, `{a name}`, `<name>`, `${name}`, `%NAME%`; also single-quoted text. */
const WHOLE =
  /\{[ \t]*[A-Za-z][^"':,;{}[\]\n]*\}|\{\{[^\n]*?\}\}|<[^<>\n"]*>|\$\{[^\n}]*\}|%[A-Z_]+%|'(?:[^'\\\n]|\\.)*'|“[^”\n]*”|\.\.\./y

/** Reads tokens one by one from JSON that may be invalid. */
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
    const problem = TOKEN_PROBLEMS[this.#scanner.getTokenError()]
    if (kind === 'string' && problem === UNCLOSED) {
      const whole = this.#overLines(start)
      if (whole !== undefined)
        return { kind, start, end: start + whole.length, text: whole.slice(1, -1), onNewLine, problem: BROKEN }
    }
    const text = kind === 'string' ? this.#scanner.getTokenValue() : this.#text.slice(start, end)
    return { kind, start, end, text, onNewLine, ...(problem !== undefined && { problem }) }
  }

  /** Returns a string that is written over several lines. */
  #overLines(start: number): string | undefined {
    OVER_LINES.lastIndex = start
    const whole = OVER_LINES.exec(this.#text)?.[0]
    if (whole !== undefined) this.#scanner.setPosition(start + whole.length)
    return whole
  }

  /** Reads `01`, `1px` or `true|false` as one word, not as a number or literal with a rest. */
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
