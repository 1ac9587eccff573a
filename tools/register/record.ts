import { type Requirement, type SpecVersion, within } from '../../spec/index.ts'
import type { Print, RowSource, SourceKind } from './fingerprints.ts'
import { findSame, follow } from './follow.ts'
import type { Fingerprinted, SpecIndex } from './spec-index.ts'

/** Position of the source of a row: a part of a file, or a sentence that contains one of some phrases. */
export type Locator =
  | { kind: 'sentence'; file: string; phrases: string[] }
  | { kind: Exclude<SourceKind, 'sentence'>; file: string; place: string }

/** Sentence that is recorded as another form of one in the next version, for people to check. */
export interface Rewording {
  id: string
  specVersion: SpecVersion
  text: string
  next: string
}

/** Records the source of a row in all versions that have the row, beginning with what is recorded already. */
export function recordSource(
  row: Requirement,
  { kind, prints }: RowSource,
  indexes: readonly SpecIndex[],
  locator?: Locator,
): { source: RowSource; rewordings: Rewording[] } {
  const inForce = indexes.filter(({ specVersion }) => within(specVersion, row))
  if (kind !== 'sentence') {
    const target =
      locator !== undefined && locator.kind !== 'sentence'
        ? locator
        : [...prints.values()].find((print) => print !== null)
    const recorded = inForce.map(({ specVersion, ...index }): [SpecVersion, Print | null] => {
      const hash = target === undefined || target === null ? undefined : index.hashOfPart(kind, target)
      return [specVersion, hash === undefined ? null : { file: target?.file ?? '', place: target?.place ?? '', hash }]
    })
    return { source: { kind, prints: new Map(recorded) }, rewordings: [] }
  }
  const found = inForce.map((index) => known(index, prints.get(index.specVersion), locator))
  const rewordings: Rewording[] = []
  // From the newest version to the oldest, and then on from the oldest, a sentence leads to its neighbours.
  for (const [step, order] of [
    [1, inForce.map((_, at) => at).reverse()],
    [-1, inForce.map((_, at) => at)],
  ] as const) {
    for (const at of order) {
      const [index, neighbour] = [inForce[at], found[at + step]]
      if (index === undefined || neighbour === undefined || found[at] !== undefined) continue
      found[at] = follow(neighbour, index)
      const text = found[at]?.text
      if (text !== undefined && text !== neighbour.text) {
        rewordings.push({ id: row.id, specVersion: index.specVersion, text, next: neighbour.text })
      }
    }
  }
  const recorded = inForce.map(({ specVersion }, at): [SpecVersion, Print | null] => {
    const statement = found[at]
    return [specVersion, statement === undefined ? null : printOf(statement)]
  })
  return { source: { kind, prints: new Map(recorded) }, rewordings }
}

/** Returns the statement that is recorded, or else the first one with a phrase of the locator. */
function known(
  index: SpecIndex,
  print: Print | null | undefined,
  locator: Locator | undefined,
): Fingerprinted | undefined {
  const same = print === undefined || print === null ? undefined : findSame(print, index)
  if (same !== undefined || locator?.kind !== 'sentence') return same
  const statements = index.statementsOf(locator.file)
  for (const phrase of locator.phrases) {
    const [place, text] = phrase.includes(' @ ') ? phrase.split(' @ ') : [undefined, phrase]
    const match = statements.find(
      (statement) =>
        statement.text.includes(text ?? phrase) && (place === undefined || statement.place.includes(place)),
    )
    if (match !== undefined) return match
  }
  return undefined
}

function printOf({ file, place, hash }: Fingerprinted): Print {
  return { file, place, hash }
}
