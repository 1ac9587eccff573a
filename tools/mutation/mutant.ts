import { basename } from 'node:path'
import type { MutantResult } from '@stryker-mutator/api/core'

/** Mutant, identified by its code instead of line numbers, which change. */
export interface Mutant {
  /** Name of a file in `reference/rules/` */
  file: string

  /** Line in which it begins, without surrounding white space */
  line: string

  /** Original code, in one line */
  from: string

  /** Mutated code, in one line */
  to: string
}

/** Converts a mutant of StrykerJS, given the original text of its file. */
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

/** Returns a key that identifies a mutant in the list. */
export function keyOf({ file, line, from, to }: Mutant): string {
  return JSON.stringify([file, line, from, to])
}
