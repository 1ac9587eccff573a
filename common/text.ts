/** Characters that control a terminal, reorder text, break lines or are not characters at all. */
export const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Noncharacter_Code_Point}\ufeff]/gu

const SHORT_ESCAPES: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/**
 * Signs that make a CI server run a line of a log as a command: `::error::` at the beginning of a line on GitHub, and
 * anywhere `##[error]` there, `##vso[…]` on Azure Pipelines and `##teamcity[…]` on TeamCity. Only the character that has to
 * change is part of the match.
 */
export const LOG_COMMAND = /(?<=^\s*):(?=:\S)|#(?=#\w*\[)/g

/** Maximum length of a quoted value, in UTF-16 code units. */
const MAX_QUOTE = 200

/** Maximum length of a value that an error message shows, in UTF-16 code units. */
const MAX_FOUND = 60

/**
 * Makes text safe for one line of a terminal, of a log, of XML and of TAP, whatever the target put into it: control
 * characters, direction marks, line separators, halves of surrogate pairs, and what would be a command to the CI server
 * that shows a log, become readable escapes.
 */
export function visible(text: string): string {
  return text
    .replace(UNPRINTABLE, (character) => SHORT_ESCAPES[character] ?? escapeOf(character))
    .replace(LOG_COMMAND, escapeOf)
}

/** Like `visible`, but keeps the line breaks of the text: returns one string per line. */
export function visibleLines(text: string): string[] {
  return text.split(/\r?\n/).map(visible)
}

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/**
 * Returns the beginning of a text, of at most `max` UTF-16 code units, never with half a character at its end.
 *
 * It is a text of its own: a slice would keep the whole text in memory, however long that is.
 */
export function beginningOf(text: string, max: number): string {
  if (text.length <= max) return text
  return decoder.decode(encoder.encode(text.slice(0, max).replace(/[\ud800-\udbff]$/, '')))
}

/** Cuts text to at most `max` UTF-16 code units, never inside a character, and adds how many are missing. */
export function shorten(text: string, max: number): string {
  if (text.length <= max) return text
  const kept = beginningOf(text, max)
  return `${kept}… (${plural(text.length - kept.length, 'more character')})`
}

/**
 * Quotes a value in a message: as JSON, cut if it is long.
 *
 * @param max maximum length in UTF-16 code units, without the mark of the cut
 */
export function quote(value: unknown, max = MAX_QUOTE): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > max ? `${beginningOf(text, max)}…` : text
}

/** Describes a value that was found where another one was expected: `"text"`, `the number 5`, `a list`, `nothing`. */
export function describeFound(value: unknown): string {
  if (value === undefined || value === null) return 'nothing'
  if (typeof value === 'string') return `"${visible(shorten(value, MAX_FOUND))}"`
  if (typeof value === 'number') return `the number ${value}`
  if (typeof value === 'boolean') return String(value)
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'an object' : 'a value of another type'
}

/** Advice about a number or a boolean where YAML should have text. */
export const PUT_IN_QUOTES = 'put it in quotes'

/** Lists names in quotes: `"a", "b" or "c"`. */
export function anyOf(names: readonly string[]): string {
  const quoted = names.map((name) => `"${name}"`)
  const last = quoted.pop() ?? ''
  return quoted.length > 0 ? `${quoted.join(', ')} or ${last}` : last
}

/** Counts things: `1 case`, `2 cases`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** Formats a time span for people: `850 ms`, `12.3 s`. */
export function duration(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`
}

function escapeOf(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`
}
