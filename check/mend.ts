import type { Finding, Mend } from './finding.ts'

/** A text after its certain mends, and which these were. */
export interface Mended {
  text: string
  done: Finding[]
}

/** Makes the mends that are certain. Where two of them touch, the first is made, and the other is for the next time. */
export function mend(text: string, findings: readonly Finding[]): Mended {
  const pieces: string[] = []
  const done: Finding[] = []
  let place = 0
  const mends = findings.flatMap((finding) => (finding.mend === undefined ? [] : [{ finding, mend: finding.mend }]))
  for (const { finding, mend } of mends.toSorted(byPlace)) {
    if (mend.range.start < place) continue
    pieces.push(text.slice(place, mend.range.start), mend.text)
    place = mend.range.end
    done.push(finding)
  }
  pieces.push(text.slice(place))
  return { text: pieces.join(''), done }
}

function byPlace(one: { mend: Mend }, other: { mend: Mend }): number {
  return one.mend.range.start - other.mend.range.start
}
