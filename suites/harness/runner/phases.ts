import type { AnyTargetInfo } from '../../../run/index.ts'
import type { AnyCase } from '../case/case.ts'

/**
 * Splits the cases into phases that run one after the other. The cases of a phase run at the same time.
 *
 * @param isHalved true if something happens halfway, after the first phase. Then only half of the usual cases are before
 *   it, with those that span it, which go on at the same time as the second phase.
 */
export function phasesOf(cases: readonly AnyCase[], targetInfo: AnyTargetInfo, isHalved: boolean): AnyCase[][] {
  const [last, others] = partition(cases, ({ runsLast }) => runsLast === true)
  const [alone, sociable] = partition(others, ({ runsAlone }) => runsAlone === true)
  const [settling, early] = partition(sociable, ({ settles }) => settles === true)
  const [spanning, short] = partition(early, ({ spansHalfway }) => spansHalfway === true)
  const [stalling, usual] = partition(short, ({ stallsDelivery }) => stallsDelivery === true)
  const independent = targetInfo.kind !== 'homeserver' || targetInfo.independent
  const main = independent ? interleave(stalling, usual) : usual
  const half = isHalved ? Math.ceil(main.length / 2) : main.length
  return [
    [...main.slice(0, half), ...spanning],
    ...(isHalved ? [main.slice(half)] : []),
    ...(independent ? [] : oneByOne(stalling)),
    ...oneByOne(alone),
    settling,
    last,
  ]
}

function partition<T>(items: readonly T[], test: (item: T) => boolean): [T[], T[]] {
  return [items.filter(test), items.filter((item) => !test(item))]
}

function oneByOne(cases: readonly AnyCase[]): AnyCase[][] {
  return cases.map((definition) => [definition])
}

/** Number of other cases between two that stall delivery. */
const BETWEEN = 7

/**
 * Distributes the cases that stall delivery among the others. They mostly wait for the target to retry: next to each other
 * they would leave the target idle, among others they take no extra time.
 */
function interleave(waiting: readonly AnyCase[], others: readonly AnyCase[]): AnyCase[] {
  const groups = waiting.map((one, index) => [one, ...others.slice(index * BETWEEN, (index + 1) * BETWEEN)])
  return [...groups.flat(), ...others.slice(waiting.length * BETWEEN)]
}
