import { FAULTS, VARIANTS } from '../../reference/index.ts'
import { NEWEST, RELEASED_VERSIONS, type Span, type SpecVersion, within } from '../../spec/index.ts'
import { shownElsewhere } from './scope.ts'

/** Kind of what can be explored: faults have to be found, and nothing on the others. */
export type Kind = 'fault' | 'variant' | 'reference'

/** Reference to explore. */
export interface Task {
  kind: Kind
  /** Name of the fault or the variant; empty for the reference itself */
  name: string
  specVersion: SpecVersion
}

/** Returns everything of a kind that can be explored; of the faults, those that can show. */
export function tasksOf(kind: Kind): Task[] {
  switch (kind) {
    case 'fault':
      return FAULTS.filter(({ breaks }) => shownElsewhere(breaks) === undefined).map(taskOf(kind))
    case 'variant':
      return VARIANTS.map(taskOf(kind))
    case 'reference':
      return provedVersions().map((specVersion) => ({ kind, name: '', specVersion }))
  }
}

/** Returns a name by which records know a task. */
export function keyOf({ kind, name, specVersion }: Task): string {
  return `${kind} ${name} ${specVersion}`
}

/** Returns the versions at which nothing may be found on the reference: the oldest, a middle and the newest one. */
function provedVersions(): SpecVersion[] {
  const middle = RELEASED_VERSIONS[Math.floor(RELEASED_VERSIONS.length / 2)]
  return [RELEASED_VERSIONS[0], middle, NEWEST].filter((version) => version !== undefined)
}

function taskOf(kind: Kind): (named: { name: string; span: Span }) => Task {
  return ({ name, span }) => ({ kind, name, specVersion: newestWithin(span) })
}

function newestWithin(span: Span): SpecVersion {
  return RELEASED_VERSIONS.findLast((version) => within(version, span)) ?? NEWEST
}
