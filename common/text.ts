/** Characters that steer a terminal, reorder text, break lines or are no characters at all. */
const UNSHOWABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Noncharacter_Code_Point}\ufeff]/gu

const SHORT_ESCAPES: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/**
 * One line of text that is safe on a terminal, in XML and in TAP, whatever the target put into it: control
 * characters, direction marks, line separators and halves of surrogate pairs become escapes that can be read.
 */
export function visible(text: string): string {
  return text.replace(UNSHOWABLE, (character) => SHORT_ESCAPES[character] ?? escapeOf(character))
}

/** Like `visible`, but keeps the line breaks of the text: one string per line. */
export function visibleLines(text: string): string[] {
  return text.split(/\r?\n/).map(visible)
}

/** The text, cut to at most `max` UTF-16 code units and never inside a character; a cut is told by how much is left. */
export function shorten(text: string, max: number): string {
  if (text.length <= max) return text
  const kept = text.slice(0, max).replace(/[\ud800-\udbff]$/, '')
  return `${kept}… (${plural(text.length - kept.length, 'more character')})`
}

/** `1 case`, `2 cases`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** A time span for people: `850 ms`, `12.3 s`. */
export function duration(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`
}

function escapeOf(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`
}
