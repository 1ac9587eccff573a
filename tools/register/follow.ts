import type { Print } from './fingerprints.ts'
import type { Fingerprinted, SpecIndex } from './spec-index.ts'

/** Least similarity, from 0 to 1, at which a sentence counts as another form of an earlier one. */
const SIMILAR = 0.5

/** Returns the recorded statement itself in a version, where it was or elsewhere. */
export function findSame({ file, place, hash }: Print, index: SpecIndex): Fingerprinted | undefined {
  const same = [...index.statementsOf(file).filter((statement) => statement.hash === hash), ...index.withHash(hash)]
  return same.find((statement) => statement.file === file && statement.place === place) ?? same[0]
}

/** Returns the statement in another version that is the same or most similar; undefined if none is. */
export function follow(statement: Fingerprinted, index: SpecIndex): Fingerprinted | undefined {
  const same = findSame(statement, index)
  if (same !== undefined) return same
  const candidates = index
    .statementsOf(statement.file)
    .filter(({ kind }) => kind === statement.kind)
    .map((candidate) => ({ candidate, score: similarity(statement, candidate) }))
    .sort((a, b) => b.score - a.score)
  return candidates[0] !== undefined && candidates[0].score >= SIMILAR ? candidates[0].candidate : undefined
}

/** Returns how similar two statements are, by the words that they share; one in the same place is a little more so. */
function similarity(one: Fingerprinted, other: Fingerprinted): number {
  const [words, others] = [wordsOf(one.text), wordsOf(other.text)]
  const shared = [...words].filter((word) => others.has(word)).length
  return (2 * shared) / (words.size + others.size) + (one.place === other.place ? 0.05 : 0)
}

function wordsOf(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}_.]+/gu))
}
