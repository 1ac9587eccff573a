import { MAX_DEPTH } from '../limits.ts'

const MARKER = /[ \t]*(?:>|[-+*][ \t]|\d{1,9}[.)][ \t])/y

const INDENTED = new RegExp(`[ \\t]{${MAX_DEPTH * 2},}(?:[-+*]|\\d{1,9}[.)])[ \\t]`, 'y')

/** Where the quotations and lists at the start of a line go too deep, if they do. */
export function tooDeepLine(text: string): number | undefined {
  for (let start = 0; start < text.length; ) {
    INDENTED.lastIndex = start
    // In a list, a step down takes two spaces or more
    let depth = INDENTED.test(text) ? MAX_DEPTH : 0
    MARKER.lastIndex = start
    while (MARKER.test(text)) {
      depth += 1
      if (depth > MAX_DEPTH) return start
    }
    const end = text.indexOf('\n', start)
    start = end === -1 ? text.length : end + 1
  }
  return undefined
}
