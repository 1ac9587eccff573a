import { MAX_DEPTH } from '../../limits.ts'
import type { Fragment } from '../../source/fragment.ts'
import type { ArrayTree, Member, ObjectTree, Tree } from '../tree.ts'
import { describeToken, type JsonProblem, JsonProblems, short } from './problems.ts'
import { isEllipsis, isNotation, scalarOf, valueOfWord } from './scalars.ts'
import { SignificantTokens } from './significant-tokens.ts'
import type { Token } from './tokens.ts'

/** Content of JSON, as far as it can be read. */
export interface ReadJson {
  /** Values at the top level; usually one */
  trees: Tree[]
  /** Problems in the order of detection, up to a maximum */
  problems: readonly JsonProblem[]
  /** True if the JSON consists of the members of an object without its braces */
  isFragment: boolean
}

/** Reads JSON to its end, and recovers from each mistake. */
export function readJson(fragment: Fragment): ReadJson {
  return new JsonReader(fragment).read()
}

/** Kinds of tokens that can be part of a remark in words. */
const WORDS: ReadonlySet<Token['kind']> = new Set(['word', 'number', 'literal', 'string'])

/** Returns how many parentheses a token opens and does not close. */
function parentheses(token: Token | undefined): number {
  if (token?.kind !== 'word') return 0
  return token.text.split('(').length - token.text.split(')').length
}

/** Marks a value as abridged: after a mistake, parts of it can be missing. */
function markPartial(tree: Tree): void {
  if (tree.type === 'object' || tree.type === 'array') tree.isPartial = true
}

/** Ends the reading of JSON that is nested too deeply. */
class TooDeep extends Error {}

class JsonReader {
  readonly #tokens: SignificantTokens
  readonly #problems: JsonProblems
  /** Open brackets, outermost first */
  readonly #open: Token[] = []
  /** True after an ambiguous mistake: the next missing comma is not reported */
  #isLost = false
  #reportedEnd = false

  constructor(fragment: Fragment) {
    this.#problems = new JsonProblems(fragment)
    this.#tokens = new SignificantTokens(fragment.text, this.#problems)
  }

  read(): ReadJson {
    const trees: Tree[] = []
    let isFragment = false
    try {
      isFragment = this.#startsWithKey()
      if (isFragment) trees.push(this.#members({ ...this.#tokens.peek(), kind: '{' }, true))
      else while (this.#tokens.peek().kind !== 'end') this.#topLevel(trees)
    } catch (error) {
      if (!(error instanceof TooDeep)) throw error
    }
    if (this.#problems.isBroken) for (const tree of trees) markPartial(tree)
    return { trees, problems: this.#problems.found, isFragment }
  }

  #topLevel(trees: Tree[]): void {
    const token = this.#tokens.peek()
    if (trees.length > 0 && token.kind !== '{' && token.kind !== '[') {
      if (!(token.kind === 'word' && isEllipsis(token.text))) {
        const hint = 'Remove it, or look for a bracket that closes too early'
        this.#problems.syntax(token, `Expected the end of the JSON, found ${describeToken(token)}`, hint)
        while (this.#tokens.next().kind !== 'end');
        return
      }
    }
    const tree = this.#value('a value')
    if (tree !== undefined) trees.push(tree)
    else this.#tokens.next()
  }

  /** Reports whether the JSON starts with a key, outside of any braces. */
  #startsWithKey(): boolean {
    return this.#tokens.peek().kind === 'string' && this.#tokens.peekSecond().kind === ':'
  }

  /** Reads a value. If there is none, returns `undefined` and takes no token. */
  #value(expected: string): Tree | undefined {
    const token = this.#tokens.peek()
    switch (token.kind) {
      case '{':
        this.#tokens.next()
        return this.#members(token, false)
      case '[':
        this.#tokens.next()
        return this.#items(token)
      case 'string':
      case 'number':
      case 'literal':
        this.#tokens.next()
        this.#isLost ||= token.problem !== undefined && token.kind !== 'string'
        return this.#alternatives(scalarOf(token, this.#problems))
      case 'word':
        this.#tokens.next()
        return this.#word(token)
      default:
        this.#problems.syntax(token, `Expected ${expected}, found ${describeToken(token)}`)
        return undefined
    }
  }

  /** Reads a word in place of a value, and the words after it that belong to the notation of a type. */
  #word(token: Token): Tree {
    const next = this.#tokens.peekAny()
    const isPart = !next.onNewLine && (WORDS.has(next.kind) || next.kind === ':')
    const rest = isPart && next.kind !== ':' && isNotation(token.text) ? this.#restOfLine() : undefined
    if (rest === undefined) {
      const value = valueOfWord(token, next, this.#problems)
      // A word that is not a value, with more words or a colon after it, can be anything: `https://a.example`
      if (isPart && this.#problems.found.at(-1)?.kind === 'word') this.#problems.isBroken = true
      return value
    }
    this.#problems.notation(token, rest)
    return { type: 'unknown', range: this.#problems.range({ start: token.start, end: rest.end }) }
  }

  /** Reads what follows a value on its line, such as `| false`, which makes it the notation of a type. */
  #alternatives(value: Tree): Tree {
    if (!/^[|(]/.test(this.#tokens.peekAny().text) || this.#tokens.peekAny().kind !== 'word') return value
    const first = this.#tokens.peekAny()
    const rest = this.#restOfLine()
    if (rest === undefined) return value
    this.#problems.notation(first, rest)
    return { type: 'unknown', range: value.range }
  }

  /** Takes the words on the rest of the line, and commas in parentheses; returns the last token that was taken. */
  #restOfLine(): Token | undefined {
    let last = this.#tokens.last
    let depth = parentheses(last)
    for (;;) {
      const next = this.#tokens.peekAny()
      const isWord = WORDS.has(next.kind) && this.#tokens.peekSecond().kind !== ':'
      if (next.onNewLine || !(isWord || (depth > 0 && next.kind === ','))) return last
      last = this.#tokens.next()
      depth += parentheses(last)
    }
  }

  #members(opening: Token, withoutBraces: boolean): ObjectTree {
    const range = this.#problems.range(opening)
    const tree: ObjectTree = { type: 'object', range, members: [], isPartial: withoutBraces }
    const seen = new Set<string>()
    if (!withoutBraces) this.#enter(opening)
    this.#list(opening, withoutBraces, tree, () => {
      const member = this.#member()
      if (member === undefined) return
      if (seen.has(member.key)) this.#problems.duplicate(member.key, member.keyRange)
      seen.add(member.key)
      tree.members.push(member)
      // The content is elsewhere
      if (member.key === '$ref') tree.isPartial = true
    })
    return tree
  }

  #items(opening: Token): ArrayTree {
    const tree: ArrayTree = { type: 'array', range: this.#problems.range(opening), items: [], isPartial: false }
    this.#enter(opening)
    this.#list(opening, false, tree, () => {
      const item = this.#value('a value')
      if (item === undefined) this.#tokens.next()
      else tree.items.push(item)
    })
    return tree
  }

  /** Reads everything up to the closing bracket, including commas. */
  #list(opening: Token, withoutBraces: boolean, tree: ObjectTree | ArrayTree, one: () => void): void {
    const closing = opening.kind === '{' ? '}' : ']'
    let comma: Token | undefined
    let isFirst = true
    for (;;) {
      const token = this.#tokens.peek()
      if (token.kind === closing || (token.kind === 'end' && withoutBraces)) {
        if (this.#standsForMore(tree, token)) tree.isPartial = true
        else if (comma !== undefined && !withoutBraces) this.#problems.trailingComma(comma, token)
        if (token.kind === closing) this.#tokens.next()
        break
      }
      if (token.kind === 'end' || token.kind === '}' || token.kind === ']') {
        if (this.#unclosed(opening, token, closing)) break
        continue
      }
      if (token.kind === ',' || (token.text === ';' && !isFirst && comma === undefined)) {
        if (token.kind !== ',') this.#problems.semicolon(token)
        else if (comma !== undefined || isFirst) this.#problems.extraComma(token, isFirst)
        comma = this.#tokens.next()
        isFirst = false
        continue
      }
      if (token.kind === 'word' && isEllipsis(token.text) && this.#tokens.peekSecond().kind !== ':') {
        this.#tokens.next()
        tree.isPartial = true
        const range = this.#problems.range(token)
        this.#problems.report({ kind: 'ellipsis', range, message: 'Expected complete JSON, found an ellipsis' })
        // Words can say what is omitted: `... (8 more) ...`
        this.#restOfLine()
        // The comma after it is optional
        if (this.#tokens.peek().kind === ',') this.#tokens.next()
        comma = undefined
        isFirst = true
        continue
      }
      if (!isFirst && comma === undefined) this.#missingComma(token, opening)
      this.#isLost = false
      one()
      comma = undefined
      isFirst = false
    }
    if (!withoutBraces) this.#open.pop()
    tree.range = this.#problems.range({ start: withoutBraces ? 0 : opening.start, end: this.#tokens.lastEnd })
  }

  /** Reports whether a comment before the closing bracket stands for omitted content. */
  #standsForMore(tree: ObjectTree | ArrayTree, closing: Token): boolean {
    const comment = this.#tokens.commentBefore(closing)
    if (comment === undefined) return false
    const isEmpty = (tree.type === 'object' ? tree.members : tree.items).length === 0
    return isEmpty || comment.onNewLine || /\.\.\.|…/.test(comment.text)
  }

  #member(): Member | undefined {
    const token = this.#tokens.peek()
    if (token.kind === '[' && isEllipsis(this.#tokens.peekSecond().text)) return this.#gap()
    if (
      token.kind !== 'string' &&
      !(token.kind !== '{' && token.kind !== '[' && this.#tokens.peekSecond().kind === ':')
    ) {
      this.#problems.syntax(token, `Expected a key in double quotes, found ${describeToken(token)}`)
      this.#isLost = true
      // A single colon is not the start of a value
      if (token.kind === ':') this.#tokens.next()
      else this.#value('a key')
      return undefined
    }
    this.#tokens.next()
    const keyRange = this.#problems.range(token)
    const key = token.kind === 'string' ? token.text : this.#problems.bareKey(token)
    if (token.problem !== undefined) this.#problems.unreadable('the key ', token)
    if (!this.#colon(key)) return { key, keyRange, value: { type: 'unknown', range: keyRange } }
    const value = this.#value(`a value for "${short(key)}"`)
    return { key, keyRange, value: value ?? { type: 'unknown', range: keyRange } }
  }

  /** Reads `[...]` in place of members; returns a member that stands for them. */
  #gap(): Member | undefined {
    const { range } = this.#value('a value') ?? {}
    return range && { key: '$ref', keyRange: range, value: { type: 'unknown', range } }
  }

  /** Takes the colon after a key, or the token in its place; returns false if no value follows. */
  #colon(key: string): boolean {
    const after = this.#tokens.peek()
    if (after.kind === ':') {
      this.#tokens.next()
      return true
    }
    if ((/^=>?$/.test(after.text) && after.kind === 'word') || this.#isCommaForColon(after)) {
      this.#problems.missingColon(key, after, this.#tokens.next())
      return true
    }
    const isValue = !',}]'.includes(after.kind) && after.kind !== 'end' && this.#tokens.peekSecond().kind !== ':'
    if (isValue && after.kind !== 'word') this.#problems.missingColon(key, after, undefined, this.#tokens.lastEnd)
    else {
      const message = `Expected a colon and a value after the key "${short(key)}", found ${describeToken(after)}`
      this.#problems.syntax(after, message)
    }
    return isValue
  }

  /** Reports whether a comma after a key is followed by its value and by the next key, or cannot be a key itself. */
  #isCommaForColon(after: Token): boolean {
    if (after.kind !== ',') return false
    const value = this.#tokens.peekSecond()
    if (['{', '[', 'number', 'literal'].includes(value.kind)) return true
    return value.kind === 'string' && this.#tokens.peekAt(2).kind === ',' && this.#tokens.peekAt(4).kind === ':'
  }

  #enter(opening: Token): void {
    this.#open.push(opening)
    if (this.#open.length <= MAX_DEPTH) return
    this.#problems.tooDeep(opening)
    throw new TooDeep()
  }

  #missingComma(token: Token, opening: Token): void {
    // The previous value may be the invalid start of a longer one
    if (this.#isLost || this.#tokens.last?.problem !== undefined) return
    // An ellipsis stands for the rest of its line
    if (this.#tokens.last?.kind === 'word' && isEllipsis(this.#tokens.last.text)) return
    // Two values on one line may be one value that was split
    const isSure =
      opening.kind === '{' ? token.kind === 'string' && this.#tokens.peekSecond().kind === ':' : token.onNewLine
    this.#problems.missingComma(token, this.#tokens.lastEnd, isSure)
    if (token.kind === 'word') this.#problems.isBroken = true
  }

  /** Reports whether the list ends here without its closing bracket. */
  #unclosed(opening: Token, token: Token, closing: string): boolean {
    const closesOuter = this.#open.some(({ kind }) => kind === (token.kind === '}' ? '{' : '['))
    if (token.kind !== 'end' && !closesOuter) {
      const message = `Expected no ${describeToken(token)}: it has no opening bracket`
      this.#problems.syntax(token, message, `Remove it, or write ${closing}`)
      this.#tokens.next()
      return false
    }
    if (token.kind !== 'end' || !this.#reportedEnd) {
      const found = token.kind === 'end' ? 'the end of the JSON' : describeToken(token)
      this.#problems.syntax(opening, `Expected ${closing} to close this ${opening.kind}, found ${found}`)
    }
    this.#reportedEnd ||= token.kind === 'end'
    return true
  }
}
