import type { Fragment } from '../../source/fragment.ts'
import type { Quoting } from './quoting.ts'
import { substitutionLength } from './substitution.ts'
import type { WordBuilder } from './word.ts'

/** Start of a quotation. */
export type Opening = "'" | '"' | "$'" | '$"'

const KINDS: Readonly<Record<Opening, Quoting['kind']>> = { "'": 'single', '"': 'double', "$'": 'ansi', '$"': 'double' }

/** Characters with a special meaning in each kind, including line breaks. */
const SPECIAL: Readonly<Partial<Record<Quoting['kind'], RegExp>>> = {
  single: /['\n]/g,
  double: /["\\$`\n]/g,
  ansi: /['\\\n]/g,
}

/** End of a quotation. */
export interface QuotationEnd {
  /** Offset after the quotation */
  place: number
  /** True if the closing quote was found; for a URL it has to be on the same line */
  isClosed: boolean
}

/**
 * Adds a quotation to a word.
 *
 * @param afterLine - returns the number of characters to skip after a line break
 */
export function readQuotation(
  fragment: Fragment,
  start: number,
  opening: Opening,
  word: WordBuilder,
  afterLine: (place: number) => number,
): QuotationEnd {
  const { text } = fragment
  const kind = KINDS[opening]
  const quote = opening.at(-1) as string
  const inside = start + opening.length
  // A URL never contains a line break
  const isUrl = /^[a-z]+:\/\//i.test(text.slice(inside, inside + 12))
  const escapes = new Set<number>()
  word.start ??= start
  let place = inside
  while (place < text.length && text[place] !== quote) {
    if (isUrl && /^\r?\n/.test(text.slice(place, place + 2))) break
    const replaced = kind === 'double' ? substitutionLength(text, place) : 0
    const written = kind === 'single' ? undefined : escapeAt(text, place, kind)
    if (replaced > 0) {
      word.takeVariable(place, replaced)
      place += replaced
    } else if (written !== undefined) {
      escapes.add(fragment.toSource(place))
      word.takeInstead(written.text, place + 1)
      place += written.length
    } else {
      const end = endOfPlain(text, place, SPECIAL[kind])
      word.take(place, end - place)
      place = end
      if (text[end - 1] === '\n') place += afterLine(end)
    }
  }
  const range = { start: fragment.toSource(inside), end: fragment.range(place - 1, place).end }
  word.addQuoting({ kind, range: { ...range, end: Math.max(range.start, range.end) }, escapes })
  const isClosed = text[place] === quote
  return { place: isClosed ? place + 1 : place, isClosed }
}

function escapeAt(text: string, place: number, kind: Quoting['kind']): { text: string; length: number } | undefined {
  if (kind === 'ansi') return ansiEscape(text, place)
  const all = /^\\(?:["\\$`]|\r?\n)/.exec(text.slice(place, place + 3))?.[0]
  if (all === undefined) return undefined
  return { text: all.endsWith('\n') ? '' : all.slice(1), length: all.length }
}

/** Returns the offset of the next special character, or the one after a line break. */
function endOfPlain(text: string, place: number, special: RegExp | undefined): number {
  if (special === undefined || text[place] === '\n') return place + 1
  special.lastIndex = place + 1
  return special.exec(text)?.index ?? text.length
}

const SIMPLE: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\u0007',
  b: '\b',
  e: '\u001b',
  f: '\f',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '?': '?',
}

/** Decodes an escape of `$'…'`; returns `undefined` if there is none at the offset. */
function ansiEscape(text: string, place: number): { text: string; length: number } | undefined {
  if (text[place] !== '\\') return undefined
  const rest = text.slice(place + 1, place + 10)
  const simple = SIMPLE[rest[0] ?? '']
  if (simple !== undefined) return { text: simple, length: 2 }
  const [all, hex, octal] = /^(?:(?:x|u|U)([0-9A-Fa-f]{1,8})|([0-7]{1,3}))/.exec(rest) ?? []
  if (all === undefined) return undefined
  const digits = all.startsWith('x') ? hex?.slice(0, 2) : all.startsWith('u') ? hex?.slice(0, 4) : hex
  const code = digits === undefined ? Number.parseInt(octal ?? '0', 8) : Number.parseInt(digits, 16)
  const length = digits === undefined ? 1 + (octal?.length ?? 0) : 2 + digits.length
  return code > 0x10ffff ? undefined : { text: String.fromCodePoint(code), length }
}
