/** A text is parsed in parts of about this many characters, so that memory does not grow with its length. */
const CHUNK = 2 ** 14

/** The start of a line that can only begin something new: a heading, or text with an empty line before it. */
const FRESH = /\n(?=#{1,6} )|\n[ \t]*\r?\n(?=[\p{L}#`])/gu

/**
 * The places at which Markdown can be parted, each at least some way after the one before. A place within a fenced
 * block or HTML looks the same, and whoever parses has to see to it.
 */
export function* chunkEnds(text: string, from: number, atLeast = CHUNK): Generator<number> {
  let start = from
  while (start + atLeast < text.length) {
    FRESH.lastIndex = start + atLeast
    const found = FRESH.exec(text)
    if (found === null) break
    start = found.index + found[0].length
    yield start
  }
  yield text.length
}
