import { MAX_COMMAND } from '../../limits.ts'
import { Fragment, type Piece } from '../../source/fragment.ts'
import type { Quoting } from './quoting.ts'
import { substitutionLength } from './substitution.ts'
import type { Word } from './word.ts'

/** Matches the start of a here-document: `<<EOF`, `<<-'EOF'`. */
const OPENING = /<<(-?)[ \t]*(?:'([^'\n]+)'|"([^"\n]+)"|\\?([\w.-]+))/y

/** Start of a here-document. */
export interface DocumentOpening {
  /** Length of the operator with its delimiter */
  length: number
  delimiter: string
  /** True if nothing in it is expanded */
  isRaw: boolean
  /** True if leading tabs are removed */
  isIndented: boolean
}

/** Parses the start of a here-document at an offset. */
export function documentOpening(text: string, place: number): DocumentOpening | undefined {
  OPENING.lastIndex = place
  const match = OPENING.exec(text)
  if (match === null) return undefined
  const [all, dash = '', single, double, bare] = match
  const delimiter = single ?? double ?? bare ?? ''
  return { length: all.length, delimiter, isRaw: bare === undefined || all.includes('\\'), isIndented: dash !== '' }
}

/** Reads the lines of a here-document; `end` is the offset after the line of the delimiter. */
export function readDocument(
  fragment: Fragment,
  start: number,
  { delimiter, isRaw, isIndented }: DocumentOpening,
): { word: Word; end: number } {
  const { text } = fragment
  const pieces: Piece[] = []
  let place = start
  while (place < text.length && place - start <= MAX_COMMAND) {
    const newline = text.indexOf('\n', place)
    const lineEnd = newline === -1 ? text.length : newline + 1
    const line = text.slice(place, lineEnd).replace(/\r?\n?$/, '')
    // In a list or after a prompt, the delimiter may be indented with spaces
    if (line.trim() === delimiter) break
    const tabs = isIndented ? (/^\t*/.exec(line)?.[0].length ?? 0) : 0
    pieces.push(...fragment.pieces(place + tabs, lineEnd))
    place = lineEnd
  }
  const newline = text.indexOf('\n', place)
  // A document that is too long is not checked
  const document = new Fragment(place - start <= MAX_COMMAND ? pieces : [], fragment.toSource(start))
  const word = wordOf(document, isRaw, fragment.range(start, place))
  return { word, end: newline === -1 ? text.length : newline + 1 }
}

function wordOf(document: Fragment, isRaw: boolean, range: Quoting['range']): Word {
  if (isRaw) {
    const quotings: Quoting[] = [{ kind: 'raw', range, escapes: new Set() }]
    return { fragment: document, range, raw: '', variables: [], quotings }
  }
  const pieces: Piece[] = []
  const variables: { start: number; end: number }[] = []
  const escapes = new Set<number>()
  const { text } = document
  let length = 0
  const take = (from: number, to: number) => {
    pieces.push(...document.pieces(from, to))
    length += to - from
  }
  for (let place = 0; place < text.length; ) {
    const replaced = substitutionLength(text, place)
    if (replaced > 0) {
      variables.push({ start: length, end: length + replaced })
      take(place, place + replaced)
      place += replaced
    } else if (text[place] === '\\' && /^[\\$`]/.test(text.slice(place + 1, place + 2))) {
      escapes.add(document.toSource(place))
      take(place + 1, place + 2)
      place += 2
    } else {
      const plain = /[\\$`]/g
      plain.lastIndex = place + 1
      const next = plain.exec(text)?.index ?? text.length
      take(place, next)
      place = next
    }
  }
  const quotings: Quoting[] = [{ kind: 'document', range, escapes }]
  return { fragment: new Fragment(pieces, document.toSource(0)), range, raw: '', variables, quotings }
}
