import { MAX_COMMAND } from '../limits.ts'
import { Fragment, type Piece } from '../source/fragment.ts'
import type { Quoting } from './shell-quoting.ts'
import { substitutionLength } from './shell-substitution.ts'
import type { Word } from './shell-word.ts'

/** The start of a text for standard input: `<<EOF`, `<<-'EOF'`. */
const OPENING = /<<(-?)[ \t]*(?:'([^'\n]+)'|"([^"\n]+)"|\\?([\w.-]+))/y

/** What follows the line of a command as its standard input. */
export interface DocumentOpening {
  /** How much of the command says so */
  length: number
  delimiter: string
  /** Whether it is taken as it is, with nothing replaced in it */
  isRaw: boolean
  /** Whether tabs before its lines do not count */
  isIndented: boolean
}

/** The text for standard input that is announced at a place. */
export function documentOpening(text: string, place: number): DocumentOpening | undefined {
  OPENING.lastIndex = place
  const match = OPENING.exec(text)
  if (match === null) return undefined
  const [all, dash = '', single, double, bare] = match
  const delimiter = single ?? double ?? bare ?? ''
  return { length: all.length, delimiter, isRaw: bare === undefined || all.includes('\\'), isIndented: dash !== '' }
}

/** Reads the lines after a command up to the delimiter; the end is where the line after it starts. */
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
    // Shown in a list or after a prompt, it may be indented with spaces
    if (line.trim() === delimiter) break
    const tabs = isIndented ? (/^\t*/.exec(line)?.[0].length ?? 0) : 0
    pieces.push(...fragment.pieces(place + tabs, lineEnd))
    place = lineEnd
  }
  const newline = text.indexOf('\n', place)
  // What is too long is not looked into
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
