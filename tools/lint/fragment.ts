/** Piece of a file that the lint reads. */
export interface Fragment {
  kind: 'doc comment' | 'comment' | 'string' | 'text' | 'name'

  /** Position of its first character in the file */
  offset: number

  /** Its characters as in the file, but with blanks for what is not text, such as `//` */
  text: string
}

/** Replaces everything that `pattern` matches by as many spaces; line breaks stay. */
export function blank(text: string, pattern: RegExp): string {
  return text.replace(pattern, (match) => match.replace(/[^\n]/g, ' '))
}

/** Finds the identifiers in a piece of code whose language does not matter. */
export function namesIn(code: string, offset: number): Fragment[] {
  return [...code.matchAll(/[\p{L}_$][\p{L}\d_$]*/gu)].map(({ 0: text, index }) => ({
    kind: 'name',
    offset: offset + index,
    text,
  }))
}
