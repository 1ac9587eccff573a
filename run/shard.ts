import { UsageError } from '../common/usage-error.ts'
import type { Shard } from './events.ts'

/** A part of the selected cases, as `--shard` names it. */
export type ShardName = Pick<Shard, 'index' | 'count'>

/** More machines than anybody gives to a run. */
const MOST_SHARDS = 1000

/**
 * Reads `i/n`: the part `i`, from 1, of `n`.
 *
 * @throws {UsageError} for anything else
 */
export function shardOf(text: string): ShardName {
  const [, index = 0, count = 0] = (/^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? []).map(Number)
  if (index >= 1 && index <= count && count <= MOST_SHARDS) return { index, count }
  throw new UsageError(
    `The option --shard was given "${text}": it takes the number of a part and how many parts there are, up to ${MOST_SHARDS}, as in 1/3, 2/3 and 3/3`,
  )
}

/**
 * The cases of one shard, in their order. A case belongs to a shard by its id alone, so it stays where it is when others
 * come or go: reports and times of a shard can be compared from one version to the next. The price is that shards are
 * of about the same size, not of exactly the same.
 *
 * Cases that judge the whole run are in every shard, where they judge what that shard saw: no exchange is left unjudged.
 */
export function casesOfShard<T extends { id: string; runsLast?: boolean }>(cases: readonly T[], shard: ShardName): T[] {
  return cases.filter(({ id, runsLast }) => runsLast === true || hash(id) % shard.count === shard.index - 1)
}

/** FNV-1a over the UTF-16 code units, 32 bits, and its bits mixed once more, for short ids that differ at their ends. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let place = 0; place < text.length; place += 1) {
    value = Math.imul(value ^ text.charCodeAt(place), 0x01000193)
  }
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  return (value ^ (value >>> 13)) >>> 0
}
