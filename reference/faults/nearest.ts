/** Those of the names that are most like the wanted one, the nearest first. */
export function nearest(wanted: string, names: readonly string[], count = 3): string[] {
  const distances = names.map((name) => ({ name, distance: editDistance(wanted, name) }))
  distances.sort((a, b) => a.distance - b.distance)
  return distances.slice(0, count).map(({ name }) => name)
}

/** How many characters must be added, removed or changed to turn one string into the other. */
function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (const [row, fromCharacter] of [...from].entries()) {
    const current = [row + 1]
    for (const [column, toCharacter] of [...to].entries()) {
      const change = (previous[column] ?? 0) + (fromCharacter === toCharacter ? 0 : 1)
      current.push(Math.min(change, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1))
    }
    previous = current
  }
  return previous.at(-1) ?? 0
}
