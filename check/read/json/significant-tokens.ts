import type { JsonProblems } from './problems.ts'
import { type Token, Tokens } from './tokens.ts'

/** Tokens of JSON without comments; reports each comment as a problem. */
export class SignificantTokens {
  readonly #tokens: Tokens
  readonly #problems: JsonProblems
  /** Last comment, with the offset of the token after it */
  #comment: { token: Token; next: number } | undefined
  /** Token that was taken last */
  last: Token | undefined

  constructor(text: string, problems: JsonProblems) {
    this.#tokens = new Tokens(text)
    this.#problems = problems
  }

  /** End offset of the token that was taken last. */
  get lastEnd(): number {
    return this.last?.end ?? 0
  }

  /** Returns the next token without taking it. */
  peek(): Token {
    for (let token = this.#tokens.peek(); token.kind === 'comment'; token = this.#tokens.peek()) {
      this.#tokens.next()
      this.#problems.comment(token)
      this.#comment = { token, next: this.#tokens.peek().start }
    }
    return this.#tokens.peek()
  }

  /** Returns the token after the next one, which may be a comment. */
  peekSecond(): Token {
    this.peek()
    return this.#tokens.peek(1)
  }

  /** Returns the token at a distance from the next one, which is at 0; it may be a comment. */
  peekAt(distance: number): Token {
    this.peek()
    return this.#tokens.peek(distance)
  }

  /** Returns the next token, which may be a comment. */
  peekAny(): Token {
    return this.#tokens.peek()
  }

  next(): Token {
    this.peek()
    this.last = this.#tokens.next()
    return this.last
  }

  /** Returns the comment directly before a token. */
  commentBefore(token: Token): Token | undefined {
    return this.#comment?.next === token.start ? this.#comment.token : undefined
  }
}
