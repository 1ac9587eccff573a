import type { SpecVersion } from '../../spec/index.ts'
import { anchorsOf, type Target } from './anchors.ts'
import { markdownStatements } from './markdown.ts'
import { schemaStatements } from './schemas.ts'
import type { SpecFiles } from './spec-repository.ts'
import { fingerprint, liesIn, type Statement } from './statement.ts'

/** Statement with its fingerprint. */
export interface Fingerprinted extends Statement {
  hash: string
}

/** One version of the specification, in which statements, parts and anchors can be found. */
export interface SpecIndex {
  specVersion: SpecVersion
  /** Returns the statements of a file in order; none if this version does not have it. */
  statementsOf(file: string): readonly Fingerprinted[]
  /** Returns all statements with a fingerprint in the known files. */
  withHash(hash: string): readonly Fingerprinted[]
  /** Returns the fingerprint of a part of a file; undefined if this version does not have it. */
  hashOfPart(kind: 'schema' | 'section', target: Target): string | undefined
  /** Returns what an anchor of a page leads to; undefined if it is dead. */
  targetOf(page: string, anchor: string): Target | undefined
  /** Reports whether this version has a page. */
  hasPage(page: string): boolean
}

/**
 * Indexes the specification at one version.
 *
 * @param knownFiles - the paths of the files in which a statement is looked for that has moved
 */
export function indexSpec(specVersion: SpecVersion, files: SpecFiles, knownFiles: readonly string[]): SpecIndex {
  const byFile = new Map<string, readonly Fingerprinted[]>()
  const pages = new Map<string, Map<string, Target>>()
  let byHash: Map<string, Fingerprinted[]> | undefined

  function statementsOf(file: string): readonly Fingerprinted[] {
    let statements = byFile.get(file)
    if (statements === undefined) {
      statements = readStatements(file, files.get(file))
      byFile.set(file, statements)
    }
    return statements
  }

  function page(name: string): Map<string, Target> {
    const targets = pages.get(name) ?? anchorsOf(files, name)
    pages.set(name, targets)
    return targets
  }

  return {
    specVersion,
    statementsOf,
    withHash(hash) {
      byHash ??= Map.groupBy(knownFiles.flatMap(statementsOf), (statement) => statement.hash)
      return byHash.get(hash) ?? []
    },
    hashOfPart(kind, { file, place }) {
      const part = statementsOf(file).filter((statement) =>
        kind === 'schema'
          ? statement.kind === 'fact' && liesIn(statement.place, place)
          : file.endsWith('.md')
            ? statement.place === place
            : liesIn(statement.place, place),
      )
      const texts = part.map((statement) => `${statement.place} ${statement.text}`)
      return part.length === 0 ? undefined : fingerprint(...(kind === 'schema' ? texts.sort() : texts))
    },
    targetOf: (name, anchor) => page(name).get(anchor),
    hasPage: (name) => page(name).size > 0,
  }
}

function readStatements(file: string, text: string | undefined): Fingerprinted[] {
  if (text === undefined) return []
  const statements = file.endsWith('.md') ? markdownStatements(file, text) : schemaStatements(file, text)
  return statements.map((statement) => ({ ...statement, hash: fingerprint(statement.text) }))
}
