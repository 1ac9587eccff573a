/** Stands for any text in a failure pattern. */
const ANY = '…'

/** Everything in a message that differs from run to run, most specific first. */
const VARIABLE: readonly RegExp[] = [
  // UUIDs, such as those in pushkeys
  /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi,
  // Names of a run on the target: plexor-RUN-NUMBER-…
  /plexor-[0-9a-f]{8}-\d+(?:-\d+)?/g,
  // Identifiers, also percent-encoded: events, rooms, users, aliases
  /(?:[$!@]|#(?=[^\s:]+:)|%24|%21|%40|%23)[^\s"',;/?)]{4,}/g,
  // Durations and times of day
  /\d+(?:\.\d+)? (?:ms|s|min)\b/g,
  /\d{10,}/g,
]

/**
 * Returns a message without what differs from run to run: identifiers, names, durations and timestamps. Each of them is
 * replaced by `…`. Statuses, error codes and counts stay.
 */
export function patternOf(message: string): string {
  const text = VARIABLE.reduce((rest, variable) => rest.replaceAll(variable, ANY), message)
  return text.replaceAll(/\s+/g, ' ').replaceAll(/…+/g, ANY).trim()
}

/**
 * Reports whether a message contains a failure pattern. In the pattern, `…` stands for any text. What differs from run to
 * run does not matter, on either side.
 */
export function matchesFailure(message: string, pattern: string): boolean {
  const parts = patternOf(pattern).split(ANY)
  let rest = patternOf(message)
  for (const part of parts) {
    const place = rest.indexOf(part)
    if (place < 0) return false
    rest = rest.slice(place + part.length)
  }
  return true
}
