import { twoColumns } from '../../common/columns.ts'
import { didYouMean } from '../../common/did-you-mean.ts'
import { UsageError } from '../../common/usage-error.ts'
import { type PlexorDocument, readDocuments } from './documents.ts'

/**
 * Runs `plexor docs`: prints a document, or lists them all.
 *
 * @param name name of a document as the list has it, or its file, such as `docs/vectors.md`; the list if absent
 * @throws {UsageError} when there is no such document
 */
export function printDocument(name: string | undefined): number {
  const documents = readDocuments()
  process.stdout.write(name === undefined ? listOf(documents) : find(documents, name).text)
  return 0
}

function listOf(documents: readonly PlexorDocument[]): string {
  const rows = documents.map(({ name, text }) => [name, titleOf(text)] as const)
  return `${twoColumns(rows).join('\n')}\n`
}

function titleOf(text: string): string {
  return /^# (.+)$/m.exec(text)?.[1] ?? ''
}

function find(documents: readonly PlexorDocument[], name: string): PlexorDocument {
  const sought = name.replace(/^.*\//, '').replace(/\.md$/i, '').toLowerCase()
  const document = documents.find((candidate) => candidate.name === sought)
  if (document !== undefined) return document
  const names = documents.map((candidate) => candidate.name)
  throw new UsageError(`Unknown document "${name}"${didYouMean(sought, names)} (plexor docs lists them)`)
}
