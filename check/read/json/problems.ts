import type { Fix } from '../../finding.ts'
import { MAX_DEPTH, MAX_PER_BLOCK } from '../../limits.ts'
import type { Fragment } from '../../source/fragment.ts'
import type { Range } from '../../source/range.ts'
import { BROKEN, type Token } from './tokens.ts'

/** Syntax problem in JSON. */
export interface JsonProblem {
  kind:
    | 'syntax'
    | 'quotes'
    | 'word'
    | 'trailing-comma'
    | 'missing-comma'
    | 'comment'
    | 'ellipsis'
    | 'placeholder'
    | 'duplicate-key'
    | 'line-break'
    | 'deep'
  range: Range
  message: string
  hint?: string
  fix?: Fix
}

/** Collects the syntax problems of one fragment of JSON, with their messages. */
export class JsonProblems {
  readonly #fragment: Fragment
  /** Problems in the order of detection, at most {@link MAX_PER_BLOCK} */
  readonly found: JsonProblem[] = []

  constructor(fragment: Fragment) {
    this.#fragment = fragment
  }

  range({ start, end }: { start: number; end: number }): Range {
    return this.#fragment.range(start, end)
  }

  /** True after a mistake that makes everything after it uncertain; nothing more is reported */
  isBroken = false

  report(problem: JsonProblem): void {
    if (this.isBroken && problem.kind !== 'comment' && problem.kind !== 'ellipsis') return
    if (this.found.length < MAX_PER_BLOCK) this.found.push(problem)
  }

  /** Reports a mistake after which the rest of the JSON is uncertain. */
  syntax(token: Token, message: string, hint?: string): void {
    this.report({ kind: 'syntax', range: this.range(token), message, ...(hint !== undefined && { hint }) })
    this.isBroken = true
  }

  /** Reports the notation of a type in place of a value. */
  notation({ start }: Token, { end }: Token): void {
    const range = this.#fragment.range(start, end)
    this.report({ kind: 'placeholder', range, message: 'Expected a value, found the notation of a type' })
  }

  comment(token: Token): void {
    if (token.problem !== undefined) this.syntax(token, `Cannot read the JSON: ${token.problem}`)
    else this.report({ kind: 'comment', range: this.range(token), message: 'Expected no comment in JSON' })
  }

  unreadable(what: string, token: Token): void {
    if (token.problem === BROKEN) {
      const message = 'Expected the string on one line, found a line break in it'
      this.report({ kind: 'line-break', range: this.range(token), message, hint: 'Write \\n, or join the lines' })
      return
    }
    const written = short(this.#fragment.text.slice(token.start, token.end))
    const message = `Cannot read ${what}${written}: ${token.problem}`
    if (/escape|hexadecimal|number/.test(token.problem ?? '')) {
      this.report({ kind: 'syntax', range: this.range(token), message })
    } else this.syntax(token, message)
  }

  duplicate(key: string, range: Range): void {
    const message = `The key "${short(key)}" occurs twice`
    this.report({ kind: 'duplicate-key', range, message, hint: 'Remove one of the two' })
  }

  /** @returns the intended key */
  bareKey(token: Token): string {
    const range = this.range(token)
    const key = quotedOtherwise(token.text)?.slice(1, -1) ?? token.text
    const fix = { range, text: `"${key}"`, done: 'put the key into double quotes' }
    const isSure = /^[\w.-]+$/.test(key)
    const message = `Expected a key in double quotes, found ${short(token.text)}`
    this.report({ kind: 'quotes', range, message, hint: `Write "${short(key)}"`, ...(isSure && { fix }) })
    return key
  }

  /**
   * Reports a missing colon between a key and its value.
   *
   * @param instead - the token in place of the colon, if there is one
   * @param end - offset of the end of the key
   */
  missingColon(key: string, after: Token, instead: Token | undefined, end = after.start): void {
    const range = this.range(instead ?? after)
    const found = describeToken(instead ?? after)
    const message = `Expected a colon and a value after the key "${short(key)}", found ${found}`
    const place = instead === undefined ? this.#fragment.range(end - 1, end).end : undefined
    const at = place === undefined ? range : { start: place, end: place }
    const fix = { range: at, text: ':', done: 'wrote a colon' }
    this.report({ kind: 'syntax', range, message, hint: 'Write a colon', fix })
  }

  trailingComma(comma: Token, closing: Token): void {
    const range = this.range(comma)
    const fix = { range, text: '', done: 'removed the comma' }
    const message = `Expected no comma before ${describeToken(closing)}`
    this.report({ kind: 'trailing-comma', range, message, hint: 'Remove the comma', fix })
  }

  extraComma(token: Token, isFirst: boolean): void {
    const range = this.range(token)
    const message = isFirst ? 'Expected a value, found a comma' : 'Expected one comma, found two'
    const fix = { range, text: '', done: 'removed the comma' }
    this.report({ kind: 'syntax', range, message, hint: 'Remove the comma', fix })
  }

  semicolon(token: Token): void {
    const range = this.range(token)
    const fix = { range, text: ',', done: 'wrote a comma for the semicolon' }
    this.report({ kind: 'syntax', range, message: 'Expected a comma, found a semicolon', hint: 'Write a comma', fix })
  }

  /** @param end - offset of the end of the value before the token */
  missingComma(token: Token, end: number, isSure: boolean): void {
    const place = this.#fragment.range(end - 1, end).end
    const range = { start: place, end: place }
    const fix = { range, text: ',', done: 'added the comma' }
    const message = `Expected a comma between two values, found ${describeToken(token)}`
    this.report({ kind: 'missing-comma', range, message, hint: 'Add a comma', ...(isSure && { fix }) })
  }

  tooDeep(token: Token): void {
    const message = `Expected at most ${MAX_DEPTH} levels of nesting, found more: the JSON is not checked`
    this.found.length = 0
    this.report({ kind: 'deep', range: this.range(token), message })
  }
}

/** Describes a token in a message. */
export function describeToken({ kind, text }: Token): string {
  if (kind === 'end') return 'the end'
  if (kind === 'string') return `"${short(text)}"`
  return kind === 'word' || kind === 'number' || kind === 'literal' ? short(text) : `"${kind}"`
}

/** Puts text in single or typographic quotes into double quotes; returns `undefined` if it would need escapes. */
export function quotedOtherwise(text: string): string | undefined {
  const inside = /^'([^'"\\]*)'$/.exec(text)?.[1] ?? /^“([^”"\\]*)”$/.exec(text)?.[1]
  return inside === undefined ? undefined : `"${inside}"`
}

/** Shortens source text for a message. */
export function short(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`
}
