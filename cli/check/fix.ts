import { applyFixes, plain, startCheck } from '../../check/index.ts'
import type { SpecVersion } from '../../spec/index.ts'
import type { SourceFile } from './files.ts'

/** Maximum number of rounds: a fix can make another one possible. */
const MAX_ROUNDS = 10

/** Maximum number of findings of a file in each round. */
const MAX_FIXED = 10_000

/**
 * Applies all certain fixes of a file, writes it, and reports them.
 *
 * @param report called with a line for each fix
 * @returns the new text of the file
 * @throws {UsageError} when the file cannot be written
 */
export function fix(file: SourceFile, specVersion: SpecVersion, report: (line: string) => void): string {
  let { text } = file
  const reported: string[] = []
  for (let round = 0; ; round += 1) {
    const { source, findings } = startCheck(file.name, text, file.format, {
      specVersion,
      maxFindings: MAX_FIXED,
    }).finish()
    const result = applyFixes(text, findings)
    if (result.done.length === 0) break
    // Fixes that never end are not fixes
    if (round === MAX_ROUNDS) return file.text
    for (const { range, rule, fix } of result.done) {
      const { line, column } = source.position(range.start)
      reported.push(`${plain(file.name)}:${line}:${column}: ${plain(fix?.done ?? 'fixed')} (${rule})`)
    }
    text = result.text
  }
  if (text !== file.text) file.write?.(text)
  for (const line of reported) report(line)
  return text
}
