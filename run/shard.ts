import type { Shard } from './events.ts'

/** Part of a run, as `--shard` names it: its number from 1, and the number of parts. */
export type ShardName = Pick<Shard, 'index' | 'count'>

/**
 * Returns the cases of one shard, in their order.
 *
 * The id alone assigns a case to a shard, so it stays there when other cases are added or removed, and reports and times
 * of a shard can be compared between versions. The shards are therefore only about equal in size.
 *
 * Cases that check the whole run (`runsLast`) are in every shard, where they check what that shard saw.
 *
 * @param cases the selected cases
 * @param shard the part of them to return
 */
export function casesOfShard<T extends { id: string; runsLast?: boolean }>(cases: readonly T[], shard: ShardName): T[] {
  return cases.filter(({ id, runsLast }) => runsLast === true || hash(id) % shard.count === shard.index - 1)
}

/** Computes the 32-bit FNV-1a of the UTF-16 code units, then mixes its bits for short ids that differ at their ends. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let place = 0; place < text.length; place += 1) {
    value = Math.imul(value ^ text.charCodeAt(place), 0x01000193)
  }
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  return (value ^ (value >>> 13)) >>> 0
}
