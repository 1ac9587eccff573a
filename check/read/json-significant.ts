import type { JsonProblems } from './json-problems.ts'
import { type Token, Tokens } from './json-token.ts'

/** The tokens of JSON that are no comments; the comments between them are told. */
export class SignificantTokens {
  readonly #tokens: Tokens
  readonly #problems: JsonProblems
  /** The last comment, and where the token after it starts */
  #comment: { token: Token; next: number } | undefined
  /** The token that was taken last */
  last: Token | undefined

  constructor(text: string, problems: JsonProblems) {
    this.#tokens = new Tokens(text)
    this.#problems = problems
  }

  /** Where the token ends that was taken last. */
  get lastEnd(): number {
    return this.last?.end ?? 0
  }

  /** The token ahead. */
  peek(): Token {
    for (let token = this.#tokens.peek(); token.kind === 'comment'; token = this.#tokens.peek()) {
      this.#tokens.next()
      this.#problems.comment(token)
      this.#comment = { token, next: this.#tokens.peek().start }
    }
    return this.#tokens.peek()
  }

  /** What comes right after the token ahead, be it a comment. */
  peekSecond(): Token {
    this.peek()
    return this.#tokens.peek(1)
  }

  /** The token ahead, or a comment before it. */
  peekAny(): Token {
    return this.#tokens.peek()
  }

  next(): Token {
    this.peek()
    this.last = this.#tokens.next()
    return this.last
  }

  /** The comment that stands right before a token. */
  commentBefore(token: Token): Token | undefined {
    return this.#comment?.next === token.start ? this.#comment.token : undefined
  }
}
