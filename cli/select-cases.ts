import { unknownName } from '../common/did-you-mean.ts'
import { UsageError } from '../common/usage-error.ts'
import type { CaseResult } from '../run/events.ts'
import { runFailure } from '../run/outcome.ts'
import { matchesPattern, type Selectable, select } from '../run/select.ts'
import { isRed } from '../run/verdict.ts'
import { requirements } from '../spec/index.ts'
import { type AnyCase, allCases, type TargetKind } from '../suites/index.ts'
import { readReport } from './output/read-report.ts'
import { KIND_NAMES } from './target/target-kind.ts'

/** Patterns of the options `--only`, `--skip` and `--requirement`. */
export interface SelectionOptions {
  only: readonly string[]
  skip: readonly string[]
  /** Ids of requirements, or patterns of them; all requirements if empty */
  requirement: readonly string[]
}

/** A case or a vector: something that the options select. */
interface Verifier extends Selectable {
  /** Ids of requirements */
  verifies: readonly string[]
}

/**
 * Selects cases about one kind of target.
 *
 * @throws {UsageError} for a pattern that matches nothing or only cases about another kind of target, or when no case is
 *   left
 */
export function selectForTarget(target: TargetKind, options: SelectionOptions): AnyCase[] {
  const isForTarget = (one: AnyCase) => one.target === target
  const forTarget = selectCases(allCases, options).filter(isForTarget)
  const isOfOther = (found: readonly AnyCase[]) => found.length > 0 && !found.some(isForTarget)
  const stray =
    options.only.find((pattern) => isOfOther(select(allCases, [pattern], []).selected)) ??
    options.requirement.find((pattern) => isOfOther(verifiersOf(allCases, [pattern])))
  if (stray !== undefined) {
    const [expected, found] = [KIND_NAMES[target], KIND_NAMES[target === 'homeserver' ? 'push-gateway' : 'homeserver']]
    throw new UsageError(
      `Cannot test a ${expected} with "${stray}": expected cases about a ${expected}, found only cases about a ${found}; plexor list shows what each case is about`,
    )
  }
  if (forTarget.length === 0) throw nothingLeft('case')
  return forTarget
}

/**
 * Selects cases, in their order.
 *
 * @throws {UsageError} for a pattern that matches nothing, or when no case is left
 */
export function selectCases(cases: readonly AnyCase[], options: SelectionOptions): AnyCase[] {
  return selectVerifiers(cases, options, 'case', 'plexor list lists them')
}

/**
 * Selects cases or vectors, in their order: those that `--only` matches and that verify a requirement of `--requirement`,
 * without those that `--skip` matches.
 *
 * @param noun name of one of them: `case`
 * @param hint where to find their ids
 * @throws {UsageError} for a pattern that matches nothing, or when nothing is left
 */
export function selectVerifiers<T extends Verifier>(
  all: readonly T[],
  { only, skip, requirement }: SelectionOptions,
  noun: string,
  hint: string,
): T[] {
  const { selected, unmatched } = select(all, only, skip)
  const [unknown] = unmatched
  if (unknown !== undefined) {
    const names = new Set(all.flatMap(({ id, area }) => [id, area, `${area}/*`]))
    throw new UsageError(unknownName(noun, unknown, names, hint))
  }
  const verifiers = new Set(verifiersOf(all, requirement, noun))
  const left = selected.filter((one) => verifiers.has(one))
  if (left.length === 0) throw nothingLeft(noun)
  return left
}

/**
 * Selects the cases that were red, inconclusive or not reached in an earlier run; all of them if that run had no case,
 * because the target could not be tested.
 *
 * @param cases the cases that the other options select
 * @param file JSON report of the earlier run
 * @param target kind of the target to test now
 * @returns no case if the earlier run was green
 * @throws {UsageError} for a report that cannot be used, or when the other options leave out all of these cases
 */
export function casesToRerun(cases: readonly AnyCase[], file: string, target: TargetKind): AnyCase[] {
  const earlier = readReport(file)
  if (earlier.target.kind !== target) {
    throw new UsageError(
      `--rerun: expected the report of a run against a ${KIND_NAMES[target]}, found one against ${earlier.target.kind === 'evaluator' ? 'an evaluator' : `a ${KIND_NAMES[earlier.target.kind]}`}`,
    )
  }
  const notReached = earlier.cutOff?.notReached ?? []
  if (earlier.cases.length + notReached.length === 0) return earlier.exitCode === 0 ? [] : [...cases]
  const endedBadly = (result: CaseResult) => isRed(result) || result.verdict === 'inconclusive'
  const toRerun = new Set([...earlier.cases.filter(endedBadly).map(({ id }) => id), ...notReached])
  const found = cases.filter(({ id }) => toRerun.has(id))
  if (found.length > 0 || (toRerun.size === 0 && earlier.exitCode === 0)) return found
  if (toRerun.size > 0) throw nothingLeft('case')
  throw new UsageError(`--rerun: the run of "${file}" was red although none of its cases was: ${runFailure(earlier)}`)
}

/** @throws {UsageError} for a pattern that matches no requirement, or none that one of the cases or vectors verifies */
function verifiersOf<T extends Verifier>(all: readonly T[], patterns: readonly string[], noun = 'case'): readonly T[] {
  if (patterns.length === 0) return all
  return patterns.flatMap((pattern) => {
    const ids = new Set(requirements.flatMap(({ id }) => (matchesPattern(id, pattern) ? [id] : [])))
    if (ids.size === 0) {
      const names = requirements.map(({ id }) => id)
      throw new UsageError(unknownName('requirement', pattern, names, 'plexor list --requirements lists them'))
    }
    const found = all.filter(({ verifies }) => verifies.some((id) => ids.has(id)))
    if (found.length > 0) return found
    throw new UsageError(`No ${noun} verifies "${pattern}"; plexor list --coverage shows what does`)
  })
}

function nothingLeft(noun: string): UsageError {
  return new UsageError(`No ${noun} is left to run; change --only, --skip or --requirement`)
}
