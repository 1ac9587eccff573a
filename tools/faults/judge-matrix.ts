import type { FaultRow } from '../../reports/fault-matrix.ts'

/** As much of a case as its place in the matrix needs. */
export interface JudgedCase {
  id: string
  caughtBy?: readonly string[]
}

export interface MatrixQuestion {
  faults: readonly FaultRow[]
  leftOpen: readonly FaultRow[]
  /** The cases that judge something */
  cases: readonly JudgedCase[]
  /** Cases that no fault can turn red, with the reason */
  excused: Readonly<Record<string, string>>
  /** Faults that no case can see, with the reason */
  unseen: Readonly<Record<string, string>>
  /** Whether all faults are there, so that a case which none of them turned red is not caught */
  isWhole: boolean
}

/** What keeps the matrix from being green, as sentences; none when every fault is seen, and every case sees one. */
export function gapsIn({ faults, leftOpen, cases, excused, unseen, isWhole }: MatrixQuestion): string[] {
  const redUnder = new Map(faults.map(({ name, red }) => [name, new Set(red.map(({ id }) => id))]))
  const caught = new Set(faults.flatMap(({ red }) => red.map(({ id }) => id)))
  const gaps = [
    ...faults
      .filter(({ name, red }) => red.length === 0 && unseen[name] === undefined)
      .map(({ name }) => `The fault ${name} turns no case red`),
    ...faults
      .filter(({ name, red }) => red.length > 0 && unseen[name] !== undefined)
      .map(({ name }) => `The fault ${name} is said not to be seen by any case, and turns one red`),
    ...faults.flatMap(({ name, red }) =>
      red.filter(({ direct, through = [] }) => !direct && through.length === 0).map(({ id }) => unexplained(name, id)),
    ),
    ...cases.flatMap(({ id, caughtBy = [] }) =>
      caughtBy
        .filter((name) => redUnder.get(name)?.has(id) === false)
        .map((name) => `The case ${id} says that it is caught by ${name}, and is not red under it`),
    ),
    ...leftOpen.flatMap(({ name, red }) =>
      red.map(({ id, message }) => `The case ${id} is red under ${name}, which the text leaves open: ${message ?? ''}`),
    ),
  ]
  if (!isWhole) return gaps
  const ids = new Set(cases.map(({ id }) => id))
  const names = new Set(faults.map(({ name }) => name))
  return [
    ...gaps,
    ...Object.keys(unseen)
      .filter((name) => !names.has(name))
      .map((name) => `The fault ${name} is said not to be seen by any case, and there is no such fault`),
    ...cases
      .filter(({ id }) => !caught.has(id) && excused[id] === undefined)
      .map(({ id }) => `The case ${id} is not turned red by any fault`),
    ...Object.keys(excused)
      .filter((id) => caught.has(id) || !ids.has(id))
      .map((id) => `The case ${id} is excused from being turned red, and a fault does it or there is no such case`),
  ]
}

function unexplained(name: string, id: string): string {
  return `The case ${id} is red under ${name}, which breaks nothing that it verifies or builds on`
}
