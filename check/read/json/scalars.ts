import type { Range } from '../../source/range.ts'
import type { Tree } from '../tree.ts'
import { type JsonProblem, type JsonProblems, quotedOtherwise, short } from './problems.ts'
import type { Token } from './tokens.ts'

/** Converts a string, number or literal token to a tree. */
export function scalarOf(token: Token, problems: JsonProblems): Tree {
  const range = problems.range(token)
  if (token.problem !== undefined) problems.unreadable('', token)
  if (token.kind === 'string') return { type: 'string', range, value: token.text }
  if (token.kind === 'number') return { type: 'number', range, value: Number(token.text) }
  if (token.text === 'null') return { type: 'null', range, value: null }
  return { type: 'boolean', range, value: token.text === 'true' }
}

/**
 * Converts a word that is not valid JSON to a tree, and reports the problem.
 *
 * @param next - the token after the word
 */
export function valueOfWord(token: Token, next: Token, problems: JsonProblems): Tree {
  const range = problems.range(token)
  const { text } = token
  if (isEllipsis(text)) problems.report({ kind: 'ellipsis', range, message: 'Expected a value, found an ellipsis' })
  else if (isPlaceholder(text)) {
    problems.report({ kind: 'placeholder', range, message: `Expected a value, found the placeholder ${short(text)}` })
  } else {
    const { fix, ...problem } = wordProblem(text, range)
    const isWhole = next.onNewLine || [',', ']', '}', 'end', 'comment'].includes(next.kind)
    problems.report(fix !== undefined && isWhole ? { ...problem, fix } : problem)
  }
  const quoted = quotedOtherwise(text)
  return quoted === undefined ? { type: 'unknown', range } : { type: 'string', range, value: quoted.slice(1, -1) }
}

/** Literals of other languages with their JSON equivalents. */
const FOREIGN: Readonly<Record<string, string>> = {
  True: 'true',
  False: 'false',
  None: 'null',
  nil: 'null',
  undefined: 'null',
}

/** Reports whether the text is an ellipsis. */
export function isEllipsis(text: string): boolean {
  return /^(?:\.{2,}|…+)$/.test(text)
}

const TYPE = '(?:strings?|integers?|int|numbers?|float|bool(?:ean)?|objects?|arrays?|list|any|timestamp|enum)'

/** Matches the notation of a type: its name, or that of a class, such as `ClientEvent`. */
const NOTATION = new RegExp(String.raw`^(?:${TYPE}(?:\[\]|\?)?|(?:[A-Z][a-z0-9]+){2,}|[A-Z]{2,}s?)$`)

/** Reports whether the text is the notation of a type, in place of a value. */
export function isNotation(text: string): boolean {
  return NOTATION.test(text)
}

/** Reports whether the text is a placeholder. */
export function isPlaceholder(text: string): boolean {
  return isNotation(text) || /^(?:\{.*\}|<.*>|\$\{.*\}|\$\w+|%[A-Z_]+%|\S+\|\S+)$/.test(text)
}

/** Describes the problem of a word in place of a value. */
export function wordProblem(text: string, range: Range): JsonProblem {
  const quoted = quotedOtherwise(text)
  if (quoted !== undefined) {
    const message = `Expected a string in double quotes, found ${text}`
    const fix = { range, text: quoted, done: 'put the string into double quotes' }
    return { kind: 'quotes', range, message, hint: `Write ${quoted}`, fix }
  }
  const known = Object.hasOwn(FOREIGN, text) ? FOREIGN[text] : undefined
  if (known !== undefined) {
    const message = `Expected a JSON value, found ${text}`
    const fix = { range, text: known, done: `wrote ${known} for ${text}` }
    const isSure = text !== 'undefined'
    return { kind: 'syntax', range, message, hint: `Write ${known}`, ...(isSure && { fix }) }
  }
  return { kind: 'word', range, message: `Expected a JSON value, found ${short(text)}` }
}
