import { RELEASED_VERSIONS, type Span, type SpecVersion, within } from '../../spec/index.ts'
import { appliesTo, type Case } from '../../suites/index.ts'

/** Fault with the cases to run under it at one version of the specification. */
export interface Pairing {
  specVersion: SpecVersion
  fault: string
  cases: string[]
}

/**
 * Reports whether a fault has to be found that turns a case red. A case about unspecified behaviour fails only for what it
 * builds on, which other cases verify, so it is one of them only if it names such a fault.
 */
export function canBeRed({ level, caughtBy }: Pick<Case, 'level' | 'caughtBy'>): boolean {
  return (level !== 'may' && level !== 'unspecified') || caughtBy !== undefined
}

/** Returns the newest version, or else the draft, at which a fault is one and a case applies; `undefined` if there is none. */
export function meetingPoint(span: Span, definition: Case): SpecVersion | undefined {
  const candidates: readonly SpecVersion[] = ['draft', ...RELEASED_VERSIONS]
  return candidates.findLast((specVersion) => within(specVersion, span) && appliesTo(definition, specVersion))
}

/** Pairs every fault with the cases that it meets, by version. Each pair of fault and case occurs at most once. */
export function pairUp(faults: readonly { name: string; span: Span }[], cases: readonly Case[]): Pairing[] {
  return faults.flatMap((fault) => {
    const met = Map.groupBy(cases, (definition) => meetingPoint(fault.span, definition))
    return [...met].flatMap(([specVersion, list]) =>
      specVersion === undefined ? [] : [{ specVersion, fault: fault.name, cases: list.map(({ id }) => id) }],
    )
  })
}
