import { existsSync, readdirSync, readFileSync } from 'node:fs'

/** Document of Plexor. */
export interface PlexorDocument {
  /** Name on the command line: `vectors` for `docs/vectors.md` */
  name: string

  /** Markdown */
  text: string
}

/** Root of the clone or of the installed package, in which this file is compiled. */
const ROOT = [new URL('../../', import.meta.url), new URL('../../../', import.meta.url)].find((folder) =>
  existsSync(new URL('docs', folder)),
)

/**
 * Reads the documents that Plexor ships: README.md, and those in `docs/`.
 *
 * The build of the executable replaces this file with one that contains them.
 */
export function readDocuments(): PlexorDocument[] {
  if (ROOT === undefined) return []
  const files = readdirSync(new URL('docs/', ROOT)).filter((file) => file.endsWith('.md'))
  return ['README.md', ...files.sort().map((file) => `docs/${file}`)].map((file) => ({
    name: nameOf(file),
    text: readFileSync(new URL(file, ROOT), 'utf8'),
  }))
}

/** Returns the name of a document on the command line: `readme` for `README.md`. */
function nameOf(file: string): string {
  return file
    .replace(/^docs\//, '')
    .replace(/\.md$/, '')
    .toLowerCase()
}
