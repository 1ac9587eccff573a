/** What a pattern is held against. */
export interface Selectable {
  id: string
  area: string
}

/** The cases that patterns select, and the patterns that select none. */
export interface Selection<T> {
  selected: T[]
  unmatched: string[]
}

/**
 * The cases that at least one of the `only` patterns matches (all, where there are none) and no `skip` pattern does.
 *
 * A pattern is a case id in which `*` stands for any characters, or the name of an area, which stands for all its cases.
 */
export function select<T extends Selectable>(
  cases: readonly T[],
  only: readonly string[],
  skip: readonly string[],
): Selection<T> {
  const matches = (pattern: string) => cases.filter(({ id, area }) => area === pattern || matchesPattern(id, pattern))
  const expected = new Set(only.length === 0 ? cases : only.flatMap(matches))
  const unwanted = new Set(skip.flatMap(matches))
  return {
    selected: cases.filter((definition) => expected.has(definition) && !unwanted.has(definition)),
    unmatched: [...only, ...skip].filter((pattern) => matches(pattern).length === 0),
  }
}

/** Greedy from left to right: each literal piece is found behind the one before, the last one at the end. */
function matchesPattern(id: string, pattern: string): boolean {
  const pieces = pattern.split('*')
  const [first = '', ...rest] = pieces
  if (rest.length === 0) return id === pattern
  const last = rest.pop() ?? ''
  if (!id.startsWith(first)) return false
  let at = first.length
  for (const piece of rest) {
    const found = id.indexOf(piece, at)
    if (found < 0) return false
    at = found + piece.length
  }
  return id.length - last.length >= at && id.endsWith(last)
}
