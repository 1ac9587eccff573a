import { basename } from 'node:path'
import type { MutantResult } from '@stryker-mutator/api/core'

/** A mutant as people and the list of those that change nothing name it: without line numbers, which move. */
export interface Mutant {
  /** In `reference/rules/` */
  file: string
  /** The line in which it begins, without the space around it */
  line: string
  from: string
  to: string
}

/** A mutant of StrykerJS in these words, given the text of its file before it was mutated. */
export function describeMutant({ fileName, location, replacement }: MutantResult, text: string): Mutant {
  const lines = text.split('\n')
  const { start, end } = location
  const between = lines.slice(start.line - 1, end.line)
  between[between.length - 1] = between.at(-1)?.slice(0, end.column - 1) ?? ''
  between[0] = between[0]?.slice(start.column - 1) ?? ''
  const line = lines[start.line - 1] ?? ''
  return {
    file: basename(fileName),
    line: line.trim(),
    from: inOneLine(between.join('\n')),
    to: inOneLine(replacement),
  }
}

function inOneLine(code: string): string {
  return code.replaceAll(/\s+/g, ' ').trim()
}

/** By this two mutants are told apart; those that are alike in all of it are one to the list. */
export function keyOf({ file, line, from, to }: Mutant): string {
  return JSON.stringify([file, line, from, to])
}
