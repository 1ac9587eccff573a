import { didYouMean } from '../common/did-you-mean.ts'
import { UsageError } from '../common/usage-error.ts'
import { type AnyCase, allCases, select, type TargetKind } from '../suites/index.ts'
import { KIND_NAMES } from './target/target-kind.ts'

const NOTHING_LEFT = 'No case is left to run: --skip takes away all that --only selects'

/**
 * The cases about one kind of target that `--only` and `--skip` leave, in the order of the suites.
 *
 * @throws {UsageError} for a pattern that matches nothing or only cases about another kind of target, or when nothing is
 *   left
 */
export function selectForTarget(target: TargetKind, only: readonly string[], skip: readonly string[]): AnyCase[] {
  const all = selectCases(allCases, only, skip)
  const isFor = (one: AnyCase) => one.target === target
  const stray = only.find((pattern) => {
    const { selected } = select(allCases, [pattern], [])
    return selected.length > 0 && !selected.some(isFor)
  })
  if (stray !== undefined) {
    const [is, other] = [KIND_NAMES[target], KIND_NAMES[target === 'homeserver' ? 'push-gateway' : 'homeserver']]
    throw new UsageError(
      `The pattern "${stray}" selects cases about a ${other}, and the target is a ${is}: plexor list shows what each case is about`,
    )
  }
  const selected = all.filter(isFor)
  if (selected.length === 0) throw new UsageError(NOTHING_LEFT)
  return selected
}

/**
 * The cases that `--only` and `--skip` leave, in their order.
 *
 * @throws {UsageError} for a pattern that matches nothing, or when nothing is left
 */
export function selectCases(cases: readonly AnyCase[], only: readonly string[], skip: readonly string[]): AnyCase[] {
  const { selected, unmatched } = select(cases, only, skip)
  const [wrong] = unmatched
  if (wrong !== undefined) {
    const names = new Set(cases.flatMap(({ id, area }) => [id, area, `${area}/*`]))
    throw new UsageError(`The pattern "${wrong}" matches no case: plexor list shows them${didYouMean(wrong, names)}`)
  }
  if (selected.length === 0) throw new UsageError(NOTHING_LEFT)
  return selected
}
