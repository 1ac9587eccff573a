import { SPEC_VERSIONS, type Span, type SpecVersion, within } from '../../spec/index.ts'
import { appliesTo, type Case } from '../../suites/index.ts'

/** Which cases are to be run under a fault at one profile. */
export interface Pairing {
  specVersion: SpecVersion
  fault: string
  cases: string[]
}

/** Whether what a case comes to is judged at all: a case about what the text leaves open is never red. */
export function isJudged({ level }: Pick<Case, 'level'>): boolean {
  return level !== 'may' && level !== 'unspecified'
}

/** The newest profile at which a fault is one and a case applies; `undefined` when they never meet. */
export function meetingPoint(span: Span, definition: Case): SpecVersion | undefined {
  return SPEC_VERSIONS.findLast((specVersion) => within(specVersion, span) && appliesTo(definition, specVersion))
}

/** Every fault with the cases that it meets, profile by profile; each pair of the two stands there once at most. */
export function pairUp(faults: readonly { name: string; span: Span }[], cases: readonly Case[]): Pairing[] {
  return faults.flatMap((fault) => {
    const met = Map.groupBy(cases, (definition) => meetingPoint(fault.span, definition))
    return [...met].flatMap(([specVersion, list]) =>
      specVersion === undefined ? [] : [{ specVersion, fault: fault.name, cases: list.map(({ id }) => id) }],
    )
  })
}
