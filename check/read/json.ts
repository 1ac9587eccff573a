import { MAX_DEPTH, MAX_PER_BLOCK } from '../limits.ts'
import type { Fragment } from '../source/fragment.ts'
import type { Range } from '../source/range.ts'
import type { JsonProblem } from './json-problem.ts'
import { type Token, Tokens } from './json-token.ts'
import { isEllipsis, isPlaceholder, quotedOtherwise, short, wordProblem } from './json-word.ts'
import type { ArrayTree, Member, ObjectTree, Tree } from './tree.ts'

/** What a text of JSON holds, however much of it is wrong. */
export interface ReadJson {
  /** The values; usually one */
  trees: Tree[]
  /** In the order in which they were found, at most {@link MAX_PER_BLOCK} */
  problems: JsonProblem[]
  /** Whether these are the members of an object without the braces around them */
  isFragment: boolean
}

/** Reads JSON to its end, and goes on after each mistake where a person would. */
export function readJson(fragment: Fragment): ReadJson {
  return new JsonReader(fragment).read()
}

/** Thrown to give up on a text that is nested too deep. */
class TooDeep extends Error {}

class JsonReader {
  readonly #fragment: Fragment
  readonly #tokens: Tokens
  readonly #problems: JsonProblem[] = []
  /** The brackets that are open, outermost first */
  readonly #open: Token[] = []
  /** After a mistake that leaves it unsure what follows, one missing comma is not told */
  #isLost = false
  #toldEnd = false

  constructor(fragment: Fragment) {
    this.#fragment = fragment
    this.#tokens = new Tokens(fragment.text)
  }

  read(): ReadJson {
    const trees: Tree[] = []
    let isFragment = false
    try {
      isFragment = this.#startsWithKey()
      if (isFragment) trees.push(this.#members({ ...this.#peek(), kind: '{' }, true))
      else while (this.#peek().kind !== 'end') this.#topLevel(trees)
    } catch (error) {
      if (!(error instanceof TooDeep)) throw error
    }
    return { trees, problems: this.#problems, isFragment }
  }

  #topLevel(trees: Tree[]): void {
    const token = this.#peek()
    if (trees.length > 0 && token.kind !== '{' && token.kind !== '[') {
      if (!(token.kind === 'word' && isEllipsis(token.text))) {
        this.#syntax(
          token,
          `Found ${shown(token)} after the end of the JSON`,
          'Take it away, or look for a bracket that closes too early',
        )
        this.#skipRest()
        return
      }
    }
    const tree = this.#value('a value')
    if (tree !== undefined) trees.push(tree)
    else this.#tokens.next()
  }

  /** Members of an object without its braces, as in a deliberate fragment. */
  #startsWithKey(): boolean {
    return this.#peek().kind === 'string' && this.#tokens.peek(1).kind === ':'
  }

  /** A value, or nothing where there is none: then no token is taken. */
  #value(wanted: string): Tree | undefined {
    const token = this.#peek()
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
        return this.#scalar(token)
      case 'word':
        this.#tokens.next()
        return this.#word(token)
      default:
        this.#syntax(token, `Found ${shown(token)} in the JSON, wanted ${wanted}`)
        return undefined
    }
  }

  #scalar(token: Token): Tree {
    const range = this.#range(token)
    if (token.trouble !== undefined) {
      this.#syntax(token, `Cannot read ${short(this.#fragment.text.slice(token.start, token.end))}: ${token.trouble}`)
      this.#isLost = true
    }
    if (token.kind === 'string') return { type: 'string', range, value: token.text }
    if (token.kind === 'number') return { type: 'number', range, value: Number(token.text) }
    if (token.text === 'null') return { type: 'null', range, value: null }
    return { type: 'boolean', range, value: token.text === 'true' }
  }

  #word(token: Token): Tree {
    const range = this.#range(token)
    const { text } = token
    if (isEllipsis(text))
      this.#tell({ kind: 'ellipsis', range, message: 'An ellipsis stands for a value that is left out' })
    else if (isPlaceholder(text)) {
      this.#tell({ kind: 'placeholder', range, message: `The placeholder ${short(text)} stands for a value` })
    } else this.#tell(wordProblem(text, range))
    const quoted = quotedOtherwise(text)
    return quoted === undefined ? { type: 'open', range } : { type: 'string', range, value: quoted.slice(1, -1) }
  }

  #members(opening: Token, withoutBraces: boolean): ObjectTree {
    const tree: ObjectTree = { type: 'object', range: this.#range(opening), members: [], open: withoutBraces }
    const seen = new Set<string>()
    if (!withoutBraces) this.#enter(opening)
    this.#list(opening, withoutBraces, tree, () => {
      const member = this.#member()
      if (member === undefined) return
      if (seen.has(member.key)) {
        const message = `The key "${short(member.key)}" is there a second time`
        this.#tell({ kind: 'duplicate-key', range: member.keyRange, message, hint: 'Remove one of the two' })
      }
      seen.add(member.key)
      tree.members.push(member)
    })
    return tree
  }

  #items(opening: Token): ArrayTree {
    const tree: ArrayTree = { type: 'array', range: this.#range(opening), items: [], open: false }
    this.#enter(opening)
    this.#list(opening, false, tree, () => {
      const item = this.#value('a value')
      if (item === undefined) this.#tokens.next()
      else tree.items.push(item)
    })
    return tree
  }

  /** What stands between brackets, the commas and the closing bracket included. */
  #list(opening: Token, withoutBraces: boolean, tree: ObjectTree | ArrayTree, one: () => void): void {
    const closing = opening.kind === '{' ? '}' : ']'
    let comma: Token | undefined
    let isFirst = true
    for (;;) {
      const token = this.#peek()
      if (token.kind === closing || (token.kind === 'end' && withoutBraces)) {
        if (comma !== undefined && !withoutBraces) this.#trailing(comma, token)
        if (token.kind === closing) this.#tokens.next()
        break
      }
      if (token.kind === 'end' || token.kind === '}' || token.kind === ']') {
        if (this.#unclosed(opening, token, closing)) break
        continue
      }
      if (token.kind === ',') {
        if (comma !== undefined || isFirst) this.#extraComma(token, isFirst)
        comma = this.#tokens.next()
        isFirst = false
        continue
      }
      if (token.kind === 'word' && isEllipsis(token.text) && this.#tokens.peek(1).kind !== ':') {
        this.#tokens.next()
        tree.open = true
        this.#tell({ kind: 'ellipsis', range: this.#range(token), message: 'An ellipsis stands for what is left out' })
        // With or without a comma after it
        if (this.#peek().kind === ',') this.#tokens.next()
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
    tree.range = this.#fragment.range(withoutBraces ? 0 : opening.start, this.#tokens.lastEnd)
  }

  #member(): Member | undefined {
    const token = this.#peek()
    if (token.kind !== 'string' && !(token.kind !== '{' && token.kind !== '[' && this.#tokens.peek(1).kind === ':')) {
      this.#syntax(token, `Found ${shown(token)} in the JSON, wanted a key in double quotes`)
      this.#isLost = true
      // A colon by itself begins nothing
      if (token.kind === ':') this.#tokens.next()
      else this.#value('a key')
      return undefined
    }
    this.#tokens.next()
    const keyRange = this.#range(token)
    const key = token.kind === 'string' ? token.text : this.#bareKey(token)
    if (token.trouble !== undefined)
      this.#syntax(
        token,
        `Cannot read the key ${short(this.#fragment.text.slice(token.start, token.end))}: ${token.trouble}`,
      )
    const after = this.#peek()
    if (after.kind === ':') this.#tokens.next()
    else {
      this.#syntax(after, `The key "${short(key)}" has no value: found ${shown(after)}, wanted ":" and a value`)
      if (after.kind === ',' || after.kind === '}' || after.kind === 'end' || this.#tokens.peek(1).kind === ':') {
        return { key, keyRange, value: { type: 'open', range: keyRange } }
      }
    }
    const value = this.#value(`a value for "${short(key)}"`)
    return { key, keyRange, value: value ?? { type: 'open', range: keyRange } }
  }

  #bareKey(token: Token): string {
    const range = this.#range(token)
    const key = quotedOtherwise(token.text)?.slice(1, -1) ?? token.text
    const mend = { range, text: `"${key}"`, done: 'put the key into double quotes' }
    const isSure = /^[\w.-]+$/.test(key)
    const message = `The key ${short(token.text)} is not in double quotes`
    this.#tell({ kind: 'syntax', range, message, hint: `Write "${short(key)}"`, ...(isSure && { mend }) })
    return key
  }

  #enter(opening: Token): void {
    this.#open.push(opening)
    if (this.#open.length <= MAX_DEPTH) return
    const message = `The JSON is nested more than ${MAX_DEPTH} levels deep, and is not looked into`
    this.#problems.length = 0
    this.#tell({ kind: 'deep', range: this.#range(opening), message })
    throw new TooDeep()
  }

  #trailing(comma: Token, closing: Token): void {
    const range = this.#range(comma)
    const mend = { range, text: '', done: 'removed the comma' }
    const message = `Found a comma before ${shown(closing)}, where JSON has none`
    this.#tell({ kind: 'trailing-comma', range, message, hint: 'Remove the comma', mend })
  }

  #extraComma(token: Token, isFirst: boolean): void {
    const range = this.#range(token)
    const message = isFirst ? 'Found a comma before the first value' : 'Found a second comma in a row'
    const mend = { range, text: '', done: 'removed the comma' }
    this.#tell({ kind: 'syntax', range, message, hint: 'Remove the comma', mend })
  }

  #missingComma(token: Token, opening: Token): void {
    if (this.#isLost) return
    const at = this.#tokens.lastEnd
    const place = this.#fragment.range(at - 1, at).end
    const range = { start: place, end: place }
    const mend = { range, text: ',', done: 'added the comma' }
    // Two values on one line may be one that was torn apart
    const isSure = opening.kind === '{' ? token.kind === 'string' && this.#tokens.peek(1).kind === ':' : token.onNewLine
    const message = `Found ${shown(token)} right after the value before it, wanted a comma between them`
    this.#tell({ kind: 'missing-comma', range, message, hint: 'Add a comma', ...(isSure && { mend }) })
  }

  /** Whether the list has to be given up because another bracket ends it, or the text does. */
  #unclosed(opening: Token, token: Token, closing: string): boolean {
    const closesOuter = this.#open.some(({ kind }) => kind === (token.kind === '}' ? '{' : '['))
    if (token.kind !== 'end' && !closesOuter) {
      this.#syntax(token, `Found ${shown(token)} in the JSON, which closes nothing`, `Remove it, or write ${closing}`)
      this.#tokens.next()
      return false
    }
    if (token.kind !== 'end' || !this.#toldEnd) {
      const found = token.kind === 'end' ? 'the end of the JSON' : shown(token)
      this.#syntax(opening, `The ${opening.kind} is never closed: found ${found}, wanted ${closing}`)
    }
    this.#toldEnd ||= token.kind === 'end'
    return true
  }

  /** The token ahead, after telling the comments before it. */
  #peek(): Token {
    for (let token = this.#tokens.peek(); token.kind === 'comment'; token = this.#tokens.peek()) {
      const before = this.#tokens.lastEnd
      this.#tokens.next()
      this.#tokens.lastEnd = before
      if (token.trouble !== undefined) this.#syntax(token, `Cannot read the JSON: ${token.trouble}`)
      else
        this.#tell({ kind: 'comment', range: this.#range(token), message: 'Found a comment, which JSON does not have' })
    }
    return this.#tokens.peek()
  }

  #skipRest(): void {
    while (this.#tokens.next().kind !== 'end');
  }

  #syntax(token: Token, message: string, hint?: string): void {
    this.#tell({ kind: 'syntax', range: this.#range(token), message, ...(hint !== undefined && { hint }) })
  }

  #tell(problem: JsonProblem): void {
    if (this.#problems.length < MAX_PER_BLOCK) this.#problems.push(problem)
  }

  #range({ start, end }: Token): Range {
    return this.#fragment.range(start, end)
  }
}

function shown({ kind, text }: Token): string {
  if (kind === 'end') return 'the end'
  if (kind === 'string') return `"${short(text)}"`
  return kind === 'word' || kind === 'number' || kind === 'literal' ? short(text) : `"${kind}"`
}
