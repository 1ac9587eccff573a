import type { Locator } from './record.ts'

/**
 * Reads where the sources of rows are. For each requirement there is an entry or a list of them:
 *
 * - `FILE: some words` for a sentence; with `|` between the words of different versions
 * - `FILE: actions @ some words` for a sentence in a place whose name contains `actions`
 * - `schema FILE: POST /pushers/set body` for what the schema of a part states
 * - `section FILE: actions` for everything in a part
 *
 * @throws {Error} when an entry has another form
 */
export function readLocators(document: Record<string, string | string[]>): Map<string, Locator[]> {
  return new Map(
    Object.entries(document).map(([id, entries]) => [id, [entries].flat().map((entry) => read(id, entry))]),
  )
}

function read(id: string, entry: string): Locator {
  const [, kind, file, rest = ''] = /^(?:(schema|section) )?([^: ]+):(?: (.*))?$/s.exec(entry) ?? []
  if (file === undefined) throw new Error(`${id}: expected an entry of the form FILE: WORDS, found "${entry}"`)
  if (kind === 'schema' || kind === 'section') return { kind, file, place: rest }
  return { kind: 'sentence', file, phrases: rest.split(' | ') }
}
