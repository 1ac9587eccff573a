import type { JsonProblems } from './json-problems.ts'
import type { Token } from './json-token.ts'
import { isEllipsis, isPlaceholder, quotedOtherwise, short, wordProblem } from './json-word.ts'
import type { Tree } from './tree.ts'

/** The value of a token that is one by itself. */
export function scalarOf(token: Token, problems: JsonProblems): Tree {
  const range = problems.range(token)
  if (token.problem !== undefined) problems.unreadable('', token)
  if (token.kind === 'string') return { type: 'string', range, value: token.text }
  if (token.kind === 'number') return { type: 'number', range, value: Number(token.text) }
  if (token.text === 'null') return { type: 'null', range, value: null }
  return { type: 'boolean', range, value: token.text === 'true' }
}

/**
 * What a word that JSON does not know stands for.
 *
 * @param next what comes right after it
 */
export function valueOfWord(token: Token, next: Token, problems: JsonProblems): Tree {
  const range = problems.range(token)
  const { text } = token
  if (isEllipsis(text))
    problems.tell({ kind: 'ellipsis', range, message: 'An ellipsis stands for a value that is left out' })
  else if (isPlaceholder(text)) {
    problems.tell({ kind: 'placeholder', range, message: `The placeholder ${short(text)} stands for a value` })
  } else {
    const { fix, ...problem } = wordProblem(text, range)
    const isWhole = next.onNewLine || [',', ']', '}', 'end', 'comment'].includes(next.kind)
    problems.tell(fix !== undefined && isWhole ? { ...problem, fix } : problem)
  }
  const quoted = quotedOtherwise(text)
  return quoted === undefined ? { type: 'open', range } : { type: 'string', range, value: quoted.slice(1, -1) }
}
