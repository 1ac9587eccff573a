import type { RunResult } from '../run/index.ts'

/** The run as it is, indented by two spaces, with one final newline. */
export function toJson(run: RunResult): string {
  return `${jsonText(run, 2)}\n`
}

/**
 * JSON that is also safe to print: the controls that JSON lets through raw (DEL, C1) and the line and paragraph
 * separators are escaped. It reads back as the same value.
 */
export function jsonText(value: unknown, indent = 0): string {
  return JSON.stringify(value, null, indent).replace(/[\u007f-\u009f\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}
