import type { FaultRow } from '../../reports/fault-matrix/matrix.ts'

/** Properties of a case that are compared with the matrix. */
export interface MatrixCase {
  id: string
  caughtBy?: readonly string[]
}

/** Matrix to search for gaps. */
export interface MatrixToCheck {
  faults: readonly FaultRow[]
  unspecified: readonly FaultRow[]
  /** Cases that can be red */
  cases: readonly MatrixCase[]
  /** Faults that no case can see, with the reason */
  unseen: Readonly<Record<string, string>>
  /** True if all faults were run, so that every case has to be red under one of them */
  isWhole: boolean
}

/** Returns the gaps of a matrix as sentences: none if every fault turns a case red, and every case is red under one. */
export function gapsIn({ faults, unspecified, cases, unseen, isWhole }: MatrixToCheck): string[] {
  const redUnder = new Map(faults.map(({ name, red }) => [name, new Set(red.map(({ id }) => id))]))
  const caught = new Set(faults.flatMap(({ red }) => red.map(({ id }) => id)))
  const gaps = [
    ...faults
      .filter(({ name, red }) => red.length === 0 && unseen[name] === undefined)
      .map(({ name }) => `The fault ${name} turns no case red`),
    ...faults
      .filter(({ name, red }) => red.length > 0 && unseen[name] !== undefined)
      .map(({ name }) => `The fault ${name} is listed as unseen, but turns a case red`),
    ...faults.flatMap(({ name, red }) =>
      red.filter(({ direct, through = [] }) => !direct && through.length === 0).map(({ id }) => unexplained(name, id)),
    ),
    ...cases.flatMap(({ id, caughtBy = [] }) =>
      caughtBy
        .filter((name) => redUnder.get(name)?.has(id) === false)
        .map((name) => `The case ${id} lists ${name} under caughtBy, but is not red under it`),
    ),
    ...unspecified.flatMap(({ name, red }) =>
      red.map(({ id, message }) => `The case ${id} is red under ${name}, which is unspecified: ${message ?? ''}`),
    ),
  ]
  if (!isWhole) return gaps
  const names = new Set(faults.map(({ name }) => name))
  return [
    ...gaps,
    ...Object.keys(unseen)
      .filter((name) => !names.has(name))
      .map((name) => `The fault ${name} is listed as unseen, but does not exist`),
    ...cases.filter(({ id }) => !caught.has(id)).map(({ id }) => `No fault turns the case ${id} red`),
  ]
}

function unexplained(name: string, id: string): string {
  return `The case ${id} is red under ${name}, which breaks nothing that it verifies or depends on`
}
