import type { Range } from '../source/range.ts'
import type { JsonProblem } from './json-problem.ts'

/** Words of other languages, and what JSON has for them. */
const FOREIGN: Readonly<Record<string, string>> = {
  True: 'true',
  False: 'false',
  None: 'null',
  nil: 'null',
  undefined: 'null',
}

/** Whether the text stands for what was left out. */
export function isEllipsis(text: string): boolean {
  return /^(?:\.{2,}|…+)$/.test(text)
}

/** Whether the text stands for a value that the reader has to put there. */
export function isPlaceholder(text: string): boolean {
  return /^(?:\{\{.*\}\}|<.*>|\$\{.*\}|\$\w+|%[A-Z_]+%|\S+\|\S+)$/.test(text)
}

/** What is wrong with a word where a value has to be. */
export function wordProblem(text: string, range: Range): JsonProblem {
  const quoted = quotedOtherwise(text)
  if (quoted !== undefined) {
    const message = `Found ${text} in the JSON, wanted a string in double quotes`
    const fix = { range, text: quoted, done: 'put the string into double quotes' }
    return { kind: 'quotes', range, message, hint: `Write ${quoted}`, fix }
  }
  const known = Object.hasOwn(FOREIGN, text) ? FOREIGN[text] : undefined
  if (known !== undefined) {
    const message = `Found ${text} in the JSON, which has no such word`
    const fix = { range, text: known, done: `wrote ${known} for ${text}` }
    const isSure = text !== 'undefined'
    return { kind: 'syntax', range, message, hint: `Write ${known}`, ...(isSure && { fix }) }
  }
  return { kind: 'word', range, message: `Found ${short(text)} in the JSON, wanted a value` }
}

/** The text in double quotes, where it stands in other ones and nothing in it has to be escaped. */
export function quotedOtherwise(text: string): string | undefined {
  const inside = /^'([^'"\\]*)'$/.exec(text)?.[1] ?? /^“([^”"\\]*)”$/.exec(text)?.[1]
  return inside === undefined ? undefined : `"${inside}"`
}

/** A piece of the source, short enough to be quoted. */
export function short(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`
}
