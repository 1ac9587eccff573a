import { visible } from '../common/text.ts'

/** Stands for any text in a failure pattern. */
const ANY = '…'

/** Beginning of a message: in how many repetitions a case failed, and in which versions of the specification a vector did. */
const PREFIX = /^(?:In \d+ of \d+ repetitions: )?(?:In (?:seed|v\d)[^:]*: )?/

/** Maximum length of a pattern that is made from a message: enough to tell one failure from another. */
const MAX_PATTERN = 300

/**
 * Length of what is not trusted before the place at which a quoted value was cut: where that is depends on the lengths of
 * identifiers, and it can be in the middle of one.
 */
const BEFORE_CUT = 40

/** Everything in a message that differs from run to run, most specific first. */
const VARIABLE: readonly RegExp[] = [
  // UUIDs, such as those in pushkeys
  /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi,
  // Names of a run on the target: plexor-RUN-NUMBER-…
  /plexor-[0-9a-f]{8}-\d+(?:-\d+)?/g,
  // Origins of URLs, and loopback addresses with their port
  /(?<=\bhttps?:\/\/)[^\s"'/]+/g,
  /(?:127(?:\.\d+){3}|\[::1\]|\blocalhost):\d+/g,
  // Identifiers, also percent-encoded: events, rooms, users, aliases
  /(?:[$!@]|#(?=[^\s:]+:)|%24|%21|%40|%23)[^\s"',;/?)]{4,}/g,
  // Other pushes that arrived, or none, where one is missing
  /(?<=, found )(?:no push at all|pushes of (?:(?:, )?(?:…|no event \(counts only\)))+)/g,
  // Durations and times of day
  /\d+(?:\.\d+)? (?:ms|s|min)\b/g,
  /\d{10,}/g,
  // Number of polls while something is awaited
  /\b\d+ (?=responses? within)/g,
  // Counts of the whole run, and the case in which something was seen first
  /\b\d+ (?:(?=exchanges to conform)|(?=requests? needed)|(?=times, first))/g,
  /(?<=\bfirst (?:seen )?in )[a-z-]+\/[\w-]+/g,
]

/** Items of a list that differ in identifiers alone: how many there are depends on what ran before. */
const SAME_ITEMS = /("[^"]*…[^"]*"|…[^",…]{0,40})(?:, ?\1)+/g

/**
 * Returns a message without what differs from run to run: identifiers, names, addresses, durations and timestamps. Each
 * of them is replaced by `…`. Statuses, error codes and counts of a single case stay. Line breaks become spaces, and
 * unprintable characters readable escapes.
 */
export function patternOf(message: string): string {
  return generalise(withoutPrefix(message)).trim()
}

function withoutPrefix(message: string): string {
  return message.replace(PREFIX, '')
}

/** Replaces everything that differs from run to run. */
function generalise(text: string): string {
  const line = visible(text.replaceAll(/\s+/g, ' ')).replaceAll('\ufffd', '?')
  const general = VARIABLE.reduce((rest, variable) => rest.replaceAll(variable, ANY), line)
  return general.replaceAll(SAME_ITEMS, `$1${ANY}`).replaceAll(/…+/g, ANY)
}

/**
 * Returns the pattern of a failure, to be expected in later runs: that of the first line of its message. What precedes
 * the end of a quoted value that was cut is left out, because it is not the same in each run.
 */
export function failurePattern(message: string): string {
  const [line = ''] = withoutPrefix(message).split('\n', 1)
  const parts = line.split(ANY).map(generalise)
  const last = parts.pop() ?? ''
  const pattern = patternOf([...parts.map(beforeCut), last].join(ANY))
  return pattern.length > MAX_PATTERN
    ? `${pattern.slice(0, MAX_PATTERN).replace(/[\ud800-\udbff]$/, '')}${ANY}`
    : pattern
}

/** Returns text that a cut follows, without its end. */
function beforeCut(text: string): string {
  const [firm = ''] = /^.*(?:…|, found )/s.exec(text) ?? []
  return text.slice(0, Math.max(firm.length, text.length - BEFORE_CUT))
}

/**
 * Returns the pattern of a schema violation: its place in any item of a list, what was expected, and the type of what
 * was found. Strings, numbers and lengths can differ in each run. A status stays.
 */
export function violationPattern(violation: string): string {
  if (violation.startsWith('At the status:')) return patternOf(violation)
  return patternOf(
    inAnyItem(violation).replace(/(?<=, found )(?:".*|-?\d.*|an (?:array of|object with) .*)$/s, withoutValue),
  )
}

/** Replaces the indexes of lists in the place of a schema violation by `*`. */
export function inAnyItem(violation: string): string {
  return violation.replace(/^At \S+:/, (place) => place.replaceAll(/\/\d+(?=[/:])/g, '/*'))
}

function withoutValue(found: string): string {
  if (found.startsWith('"')) return `"${ANY}`
  return found.replace(/(?<=^an (?:array of|object with) ).*|^-?\d.*/s, ANY)
}

/** Reports whether a pattern says anything: one without text of its own matches every message. */
export function saysSomething(pattern: string): boolean {
  return /[\p{L}\p{N}]/u.test(patternOf(pattern))
}

/**
 * Reports whether a message contains a failure pattern. In the pattern, `…` stands for any text. What differs from run to
 * run does not matter, on either side.
 */
export function matchesFailure(message: string, pattern: string): boolean {
  return contains(patternOf(message), patternOf(pattern))
}

/** Reports whether a schema violation matches a pattern, apart from indexes and from the value that was found. */
export function matchesViolation(violation: string, pattern: string): boolean {
  return contains(violationPattern(violation), violationPattern(pattern))
}

function contains(text: string, pattern: string): boolean {
  let rest = text
  for (const part of pattern.split(ANY)) {
    const place = rest.indexOf(part)
    if (place < 0) return false
    rest = rest.slice(place + part.length)
  }
  return true
}
