/** Something that patterns can select: a case or a vector. */
export interface Selectable {
  /** Identifier, `area/name` */
  id: string
  area: string
}

/** Result of a selection. */
export interface Selection<T> {
  /** Selected cases, in the order of the list */
  selected: T[]
  /** Patterns that match nothing */
  unmatched: string[]
}

/**
 * Selects cases by patterns. A pattern is an id in which `*` stands for any characters, or the name of an area.
 *
 * @param cases the list to select from
 * @param only patterns to include; all cases if empty
 * @param skip patterns to exclude, which take precedence
 */
export function select<T extends Selectable>(
  cases: readonly T[],
  only: readonly string[],
  skip: readonly string[],
): Selection<T> {
  const matches = (pattern: string) => cases.filter(({ id, area }) => area === pattern || matchesPattern(id, pattern))
  const included = new Set(only.length === 0 ? cases : only.flatMap(matches))
  const excluded = new Set(skip.flatMap(matches))
  return {
    selected: cases.filter((definition) => included.has(definition) && !excluded.has(definition)),
    unmatched: [...only, ...skip].filter((pattern) => matches(pattern).length === 0),
  }
}

/** Returns the area of a case, vector or requirement: the part of its id before the first slash or dot. */
export function areaOf(id: string): string {
  return id.replace(/[./].*$/s, '')
}

/**
 * Reports whether an id matches a pattern, in which `*` stands for any characters.
 *
 * Greedy from left to right: each literal piece is found after the one before, the last one at the end.
 */
export function matchesPattern(id: string, pattern: string): boolean {
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
