import type { Finding, Fix } from './finding.ts'

/** A text after its certain mends, and which these were. */
export interface FixResult {
  text: string
  done: Finding[]
}

/** Makes the mends that are certain. Where two of them touch, the first is made, and the other is for the next time. */
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
