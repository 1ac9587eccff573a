import { applyFixes, openCheck, plain } from '../../check/index.ts'
import type { SpecVersion } from '../../spec/index.ts'
import type { SourceFile } from './files.ts'

/** Mends can bring new ones to light, but not without end. */
const MAX_ROUNDS = 10

/** So many findings of a file are looked at in each round. */
const MAX_FIXED = 10_000

/**
 * Makes all certain mends of a file, writes them, and tells them.
 *
 * @param tell takes a line for each mend
 * @returns the text that the file has now
 * @throws {UsageError} when the file cannot be written
 */
export function fix(file: SourceFile, specVersion: SpecVersion, report: (line: string) => void): string {
  let { text } = file
  const reported: string[] = []
  for (let round = 0; ; round += 1) {
    const { source, findings } = openCheck(file.name, text, file.kind, { specVersion, maxFindings: MAX_FIXED }).finish()
    const result = applyFixes(text, findings)
    if (result.done.length === 0) break
    // Mends that go on and on are no mends
    if (round === MAX_ROUNDS) return file.text
    for (const { range, rule, fix } of result.done) {
      const { line, column } = source.position(range.start)
      reported.push(`${plain(file.name)}:${line}:${column}: ${plain(fix?.done ?? 'mended')} (${rule})`)
    }
    text = result.text
  }
  if (text !== file.text) file.write?.(text)
  for (const line of reported) report(line)
  return text
}
