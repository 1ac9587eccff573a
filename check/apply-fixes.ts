import type { Finding, Fix } from './finding.ts'

/** Corrected text with the findings that were fixed. */
export interface FixResult {
  text: string
  done: Finding[]
}

/**
 * Applies the fixes of findings. If two fixes overlap, only the first is applied; check the result again for the second.
 *
 * @param text - the source in which the findings were made, with line ends `\n` or `\r\n`
 */
export function applyFixes(text: string, findings: readonly Finding[]): FixResult {
  const pieces: string[] = []
  const done: Finding[] = []
  let place = 0
  const fixes = findings.flatMap((finding) => (finding.fix === undefined ? [] : [{ finding, fix: finding.fix }]))
  for (const { finding, fix } of fixes.toSorted(byPlace)) {
    if (fix.range.start < place) continue
    pieces.push(text.slice(place, fix.range.start), fix.text)
    place = fix.range.end
    done.push(finding)
  }
  pieces.push(text.slice(place))
  return { text: pieces.join(''), done }
}

function byPlace(one: { fix: Fix }, other: { fix: Fix }): number {
  return one.fix.range.start - other.fix.range.start
}
