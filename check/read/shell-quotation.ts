import type { Fragment } from '../source/fragment.ts'
import { ansiEscape } from './shell-escape.ts'
import type { Quoting } from './shell-quoting.ts'
import { substitutionLength } from './shell-substitution.ts'
import type { WordBuilder } from './shell-word.ts'

/** What a quotation begins with. */
export type Opening = "'" | '"' | "$'" | '$"'

const KINDS: Readonly<Record<Opening, Quoting['kind']>> = { "'": 'single', '"': 'double', "$'": 'ansi', '$"': 'double' }

/** What may not mean itself in each kind, a line end included. */
const SPECIAL: Readonly<Partial<Record<Quoting['kind'], RegExp>>> = {
  single: /['\n]/g,
  double: /["\\$`\n]/g,
  ansi: /['\\\n]/g,
}

/** Where a quotation ended. */
export interface QuotationEnd {
  /** Where the text goes on */
  place: number
  /** Whether its closing quote is there; that of a URL has to be on the same line */
  isClosed: boolean
}

/**
 * Adds a quotation to a word.
 *
 * @param afterLine how much to leave out after a line end at a place
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
  // Nobody means a URL to have a line end in it
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

/** Up to the next character that may not mean itself, or just after a line end. */
function endOfPlain(text: string, place: number, special: RegExp | undefined): number {
  if (special === undefined || text[place] === '\n') return place + 1
  special.lastIndex = place + 1
  return special.exec(text)?.index ?? text.length
}
