import { plural } from '../../common/text.ts'
import type { CaseResult } from '../../run/index.ts'
import type { SpecVersion } from '../../spec/index.ts'
import { type Evaluator, questionOf } from './evaluator.ts'
import { judgeVector } from './judge-vector.ts'
import { NoAnswer } from './protocol.ts'
import type { Vector } from './vector.ts'

/** Maximum number of fresh evaluators that a run starts to ask failing vectors alone. */
export const MAX_FRESH = 50

/** Number of fresh evaluators that run at the same time. */
const AT_ONCE = 3

/** Maximum number of vectors for which the vector that they fail after is looked for. */
const MAX_SEARCHES = 3

/** Maximum number of earlier questions that a search repeats. */
const MAX_REPLAY = 2_000

/** Time after which searches are given up, in milliseconds for all of them together. */
const SEARCH_MS = 30_000

/** Vector in one of its versions: what an evaluator is asked. */
export interface Asked {
  vector: Vector
  specVersion: SpecVersion
}

/** Vector that failed. */
export interface FailedVector {
  vector: Vector
  /** Versions with a wrong answer or none, oldest first; at least one */
  specVersions: readonly [SpecVersion, ...SpecVersion[]]
  /** Everything that the same process was asked */
  log: readonly Asked[]
  /** Number of questions in the log before that about the first version that failed */
  position: number
}

/** Result of asking a failed vector alone. */
export interface Alone {
  verdict: NonNullable<CaseResult['alone']>
  /** Question after which the vector fails, if nothing but that is asked before it; absent if none was found */
  after?: Asked
}

type Fresh = NonNullable<Evaluator['fresh']>

/**
 * Asks failed vectors again, each as the first and only question of a fresh evaluator, in the versions in which it failed.
 * For some of those that pass, it looks for the earlier question that makes them fail.
 *
 * @returns what became of each vector, by its id. Vectors that could not be asked are missing, and so are those beyond
 * {@link MAX_FRESH} fresh evaluators.
 */
export async function askAlone(failed: readonly FailedVector[], fresh: Fresh): Promise<Map<string, Alone>> {
  const found = new Map<string, Alone>()
  const boundedFresh = bounded(fresh)
  const waiting = failed.values()
  const work = async () => {
    for (const one of waiting) {
      const verdict = await verdictAlone(one, boundedFresh)
      if (verdict !== undefined) found.set(one.vector.id, { verdict })
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  const dependent = failed.filter(({ vector }) => found.get(vector.id)?.verdict === 'passes')
  const until = performance.now() + SEARCH_MS
  for (const one of dependent.slice(0, MAX_SEARCHES)) {
    const after = await findCause(one, fresh, until)
    if (after !== undefined) found.set(one.vector.id, { verdict: 'passes', after })
  }
  return found
}

/** Says what it means for a vector that it passes or fails alone. */
export function aloneText({ verdict, after }: Alone): string {
  if (verdict === 'fails') return 'fails alone too: the program also answers it wrongly when it is asked first'
  const cause = after === undefined ? '' : `; it fails right after ${after.vector.id} in ${after.specVersion}`
  return `passes alone: the program answers it correctly when it is asked first${cause}`
}

/**
 * Summarises how failing vectors fare alone, for the remarks of a run.
 *
 * @param failing number of vectors that failed and were to be asked alone
 */
export function aloneRemarks(failing: number, found: ReadonlyMap<string, Alone>): string[] {
  const passing = [...found.values()].filter(({ verdict }) => verdict === 'passes').length
  const missing = failing - found.size
  const share = (part: number) => `${part} of ${plural(failing, 'failing vector')}`
  const dependence = `${share(passing)} ${passing === 1 ? 'passes' : 'pass'} alone: the program keeps state between questions, or its answers vary`
  const gap = `${share(missing)} ${missing === 1 ? 'was' : 'were'} not asked alone: at most ${MAX_FRESH} processes are started for that, and each has to start and answer`
  return [...(passing > 0 ? [dependence] : []), ...(missing > 0 ? [gap] : [])]
}

/** Lets evaluators be started {@link MAX_FRESH} times. */
function bounded(fresh: Fresh): Fresh {
  let left = MAX_FRESH
  return () => {
    if (left === 0) throw new NoAnswer('The program was started too often', { verdict: 'inconclusive' })
    left -= 1
    return fresh()
  }
}

/** Asks a vector alone; returns undefined if it cannot be judged in all of its versions. */
async function verdictAlone(
  { vector, specVersions }: FailedVector,
  fresh: Fresh,
): Promise<Alone['verdict'] | undefined> {
  for (const specVersion of specVersions) {
    const fails = await failsAfter([], { vector, specVersion }, fresh)
    if (fails !== false) return fails ? 'fails' : undefined
  }
  return 'passes'
}

/**
 * Looks for the question after which a vector fails: by halves for the shortest part of the log that ends before the
 * vector and makes it fail, whose first question has to be the cause.
 *
 * @returns undefined if the failure cannot be reproduced, more than one question is needed, or the time is over
 */
async function findCause(
  { vector, specVersions: [specVersion], log, position }: FailedVector,
  fresh: Fresh,
  until: number,
): Promise<Asked | undefined> {
  const before = log.slice(Math.max(0, position - MAX_REPLAY), position)
  const fails = (earlier: readonly Asked[]) => failsAfter(earlier, { vector, specVersion }, fresh, until)
  if ((await fails(before)) !== true) return undefined
  let passing = 0
  let failing = before.length
  while (failing - passing > 1) {
    const middle = Math.floor((passing + failing) / 2)
    const outcome = await fails(before.slice(-middle))
    if (outcome === undefined) return undefined
    if (outcome) failing = middle
    else passing = middle
  }
  const cause = before.at(-failing)
  if (cause === undefined || (failing > 1 && (await fails([cause])) !== true)) return undefined
  return cause
}

/**
 * Asks a fresh evaluator earlier questions, whose answers do not matter, and then a vector.
 *
 * @param until time after which nothing more is asked, as of `performance.now()`; by default there is none
 * @returns whether the vector fails; undefined if that cannot be said
 */
async function failsAfter(
  earlier: readonly Asked[],
  { vector, specVersion }: Asked,
  fresh: Fresh,
  until = Number.POSITIVE_INFINITY,
): Promise<boolean | undefined> {
  let evaluator: Evaluator | undefined
  try {
    evaluator = await fresh()
    const asker = evaluator
    for (const [index, one] of earlier.entries()) {
      if (performance.now() > until) return undefined
      await asker.ask(questionOf(one.vector, one.specVersion, index + 1))
    }
    const ask = async () => await asker.ask(questionOf(vector, specVersion, earlier.length + 1))
    const { verdict, wrongIn } = await judgeVector(vector, ask, [specVersion])
    if (verdict === 'n/a' || verdict === 'inconclusive') return undefined
    return wrongIn !== undefined
  } catch (error) {
    if (error instanceof NoAnswer) return undefined
    throw error
  } finally {
    evaluator?.stop?.()
  }
}
