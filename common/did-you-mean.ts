/**
 * Finds the candidate that a mistyped name most likely stands for: the one with the fewest edits, if they are at most a
 * third of the length of the name (at least two are allowed).
 *
 * @returns undefined if no candidate is that near
 */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined
  let fewest = Math.max(2, Math.floor(name.length / 3)) + 1
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - name.length) >= fewest) continue
    const needed = edits(name, candidate)
    if (needed < fewest) [best, fewest] = [candidate, needed]
  }
  return best
}

/** Suggests a name, at the end of a sentence: `; did you mean "jobs"?`, or nothing if no name is near. */
export function didYouMean(name: string, candidates: Iterable<string>): string {
  const guess = nearest(name, candidates)
  return guess === undefined ? '' : `; did you mean "${guess}"?`
}

/**
 * Writes the message about a name that does not exist: `Unknown fault "x"; did you mean "y"?`.
 *
 * @param thing what the name would be of: `fault`
 * @param otherwise what to do if no candidate is near: `plexor list --faults lists them`
 */
export function unknownName(thing: string, name: string, candidates: Iterable<string>, otherwise: string): string {
  return `Unknown ${thing} "${name}"${didYouMean(name, candidates) || `; ${otherwise}`}`
}

/** Computes the Levenshtein distance, one row at a time. */
function edits(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1]
    for (const [column, other] of [...to].entries()) {
      const replaced = (row[column] ?? 0) + (letter === other ? 0 : 1)
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
