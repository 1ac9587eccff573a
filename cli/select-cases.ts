import { type Case, cases, select } from '../suites/index.ts'
import { didYouMean } from './nearest.ts'
import { UsageError } from './usage-error.ts'

/**
 * The cases that `--only` and `--skip` leave, in the order of the suites.
 *
 * @throws {UsageError} for a pattern that matches nothing, or when nothing is left
 */
export function selectCases(only: readonly string[], skip: readonly string[]): Case[] {
  const { selected, unmatched } = select(cases, only, skip)
  const [wrong] = unmatched
  if (wrong !== undefined) {
    const names = new Set(cases.flatMap(({ id, area }) => [id, area, `${area}/*`]))
    throw new UsageError(`The pattern "${wrong}" matches no case: plexor list shows them${didYouMean(wrong, names)}`)
  }
  if (selected.length === 0) throw new UsageError('No case is left to run: --skip takes away all that --only selects')
  return selected
}
