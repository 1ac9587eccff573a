import { isDeepStrictEqual } from 'node:util'
import { countsOf, NOTHING_UNREAD } from '../../suites/harness/users/unread-counts.ts'
import { Disagreement } from '../disagreement.ts'
import type { UserName } from '../history.ts'
import { highlights, isWithin, notifies, rangeOf, unreadRange } from '../model/notices.ts'
import { person } from '../steps/step-kind.ts'
import type { SyncClient } from '../trial/sync-client.ts'
import type { Trial } from '../trial/trial.ts'
import { differenceInMarker } from './markers.ts'
import { differenceBetween } from './rules.ts'

/**
 * Compares the unread counts that a client of the user has from `/sync`, if it asks only for what is new, with what they
 * have to be, and with those of a client that asks for everything.
 *
 * @returns the disagreement; undefined if there is none
 */
export async function differenceInNews(trial: Trial, user: UserName): Promise<Disagreement | undefined> {
  const client = await nextOf(trial, user)
  const { situation, notices, target } = trial
  for (const room of situation.rooms.keys()) {
    const found = situation.membership(room, user) === 'join' ? client.countsOf(target.roomId(room)) : undefined
    if (found === undefined) continue
    const atMarker = differenceInMarker(trial, user, room, client.markerOf(target.roomId(room)))
    if (atMarker !== undefined) {
      return atMarker(howOf(client), client.isWaiting ? 'read-markers.wakes-waiting-sync' : 'read-markers.in-sync')
    }
    const all = notices.of(user, room)
    const [total, highlighted] = [unreadRange(all, notifies), unreadRange(all, highlights)]
    const agrees = found.some(
      (counts) => isWithin(counts.notification_count, total) && isWithin(counts.highlight_count, highlighted),
    )
    if (agrees) continue
    // Counts that an initial /sync has too are judged there
    const whole = countsOf(await target.user(user).sync(), target.roomId(room)) ?? NOTHING_UNREAD
    if (found.some((counts) => isDeepStrictEqual(counts, whole))) continue
    const counts = found.map((one) => `${one.notification_count} and ${one.highlight_count}`).join(' or ')
    const expected = `${rangeOf(total, 'unread notification')} and ${rangeOf(highlighted, 'highlight')} in ${room}`
    const message = `Expected ${person(user)} to have ${expected} according to ${howOf(client)}, found ${counts}`
    const requirement = client.isWaiting ? 'unread-counts.wakes-waiting-sync' : 'unread-counts.in-sync'
    return new Disagreement('news', requirement, message)
  }
  return undefined
}

/**
 * Compares the push rules that such a client has with those that the target lists.
 *
 * @returns the disagreement; undefined if there is none
 */
export async function differenceInNewRules(trial: Trial, user: UserName): Promise<Disagreement | undefined> {
  const client = await nextOf(trial, user)
  if (client.rules === undefined) return undefined
  const listed = await trial.target.user(user).pushRules()
  const difference = differenceBetween(listed, client.rules, `${person(user)}'s rules according to ${howOf(client)}`)
  if (difference === undefined) return undefined
  const requirement = client.isWaiting ? 'rules-sync.wakes-waiting-sync' : 'rules-sync.changes'
  return new Disagreement('news', requirement, difference.message)
}

async function nextOf({ target }: Trial, user: UserName): Promise<SyncClient> {
  const client = target.syncClient(user)
  await client.next()
  return client
}

function howOf({ isWaiting }: SyncClient): string {
  return isWaiting ? 'a /sync that waits' : 'one /sync after the other'
}
