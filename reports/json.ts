import type { RunResult } from '../run/index.ts'

/** Formats a run as JSON, indented by two spaces. */
export function toJson(run: RunResult): string {
  return `${jsonText(run, 2)}\n`
}

/**
 * Formats a value as JSON that is safe to print: the control characters that JSON does not escape (DEL, C1), the line and
 * paragraph separators, and what would be a command to the CI server that shows a log, are escaped too. The value stays the
 * same.
 */
export function jsonText(value: unknown, indent = 0): string {
  return JSON.stringify(value, null, indent).replace(/[\u007f-\u009f\u2028\u2029]|#(?=#\w*\[)/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}
