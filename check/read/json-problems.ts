import { MAX_DEPTH, MAX_PER_BLOCK } from '../limits.ts'
import type { Fragment } from '../source/fragment.ts'
import type { Range } from '../source/range.ts'
import type { JsonProblem } from './json-problem.ts'
import type { Token } from './json-token.ts'
import { quotedOtherwise, short } from './json-word.ts'

/** What is wrong with a text of JSON, in the sentences that it is told in. */
export class JsonProblems {
  readonly #fragment: Fragment
  /** In the order in which they were found, at most {@link MAX_PER_BLOCK} */
  readonly found: JsonProblem[] = []

  constructor(fragment: Fragment) {
    this.#fragment = fragment
  }

  range({ start, end }: { start: number; end: number }): Range {
    return this.#fragment.range(start, end)
  }

  tell(problem: JsonProblem): void {
    if (this.found.length < MAX_PER_BLOCK) this.found.push(problem)
  }

  syntax(token: Token, message: string, hint?: string): void {
    this.tell({ kind: 'syntax', range: this.range(token), message, ...(hint !== undefined && { hint }) })
  }

  comment(token: Token): void {
    if (token.problem !== undefined) this.syntax(token, `Cannot read the JSON: ${token.problem}`)
    else this.tell({ kind: 'comment', range: this.range(token), message: 'Found a comment, which JSON does not have' })
  }

  unreadable(what: string, token: Token): void {
    const written = short(this.#fragment.text.slice(token.start, token.end))
    this.syntax(token, `Cannot read ${what}${written}: ${token.problem}`)
  }

  duplicate(key: string, range: Range): void {
    const message = `The key "${short(key)}" is there a second time`
    this.tell({ kind: 'duplicate-key', range, message, hint: 'Remove one of the two' })
  }

  /** @returns the key that is meant */
  bareKey(token: Token): string {
    const range = this.range(token)
    const key = quotedOtherwise(token.text)?.slice(1, -1) ?? token.text
    const fix = { range, text: `"${key}"`, done: 'put the key into double quotes' }
    const isSure = /^[\w.-]+$/.test(key)
    const message = `The key ${short(token.text)} is not in double quotes`
    this.tell({ kind: 'quotes', range, message, hint: `Write "${short(key)}"`, ...(isSure && { fix }) })
    return key
  }

  /** Where a key has its value, and no colon before it; `instead` is what stands there, if anything does. */
  missingColon(key: string, after: Token, instead: Token | undefined): void {
    const range = this.range(instead ?? after)
    const found = shown(instead ?? after)
    const message = `Found ${found} after the key "${short(key)}", wanted a colon and a value`
    const fix = instead && { range, text: ':', done: 'wrote a colon' }
    this.tell({ kind: 'syntax', range, message, hint: 'Write a colon', ...(fix && { fix }) })
  }

  trailingComma(comma: Token, closing: Token): void {
    const range = this.range(comma)
    const fix = { range, text: '', done: 'removed the comma' }
    const message = `Found a comma before ${shown(closing)}, where JSON has none`
    this.tell({ kind: 'trailing-comma', range, message, hint: 'Remove the comma', fix })
  }

  extraComma(token: Token, isFirst: boolean): void {
    const range = this.range(token)
    const message = isFirst ? 'Found a comma before the first value' : 'Found a second comma in a row'
    const fix = { range, text: '', done: 'removed the comma' }
    this.tell({ kind: 'syntax', range, message, hint: 'Remove the comma', fix })
  }

  semicolon(token: Token): void {
    const range = this.range(token)
    const fix = { range, text: ',', done: 'wrote a comma for the semicolon' }
    this.tell({ kind: 'syntax', range, message: 'Found a semicolon, wanted a comma', hint: 'Write a comma', fix })
  }

  /** @param end where the value before it ends, in the text */
  missingComma(token: Token, end: number, isSure: boolean): void {
    const place = this.#fragment.range(end - 1, end).end
    const range = { start: place, end: place }
    const fix = { range, text: ',', done: 'added the comma' }
    const message = `Found ${shown(token)} right after the value before it, wanted a comma between them`
    this.tell({ kind: 'missing-comma', range, message, hint: 'Add a comma', ...(isSure && { fix }) })
  }

  tooDeep(token: Token): void {
    const message = `The JSON is nested more than ${MAX_DEPTH} levels deep, and is not looked into`
    this.found.length = 0
    this.tell({ kind: 'deep', range: this.range(token), message })
  }
}

/** A token as a sentence quotes it. */
export function shown({ kind, text }: Token): string {
  if (kind === 'end') return 'the end'
  if (kind === 'string') return `"${short(text)}"`
  return kind === 'word' || kind === 'number' || kind === 'literal' ? short(text) : `"${kind}"`
}
