import { quote } from '../../common/text.ts'
import type { Pusher, SetPusher } from '../../spec/index.ts'
import type { Inbox } from '../../suites/harness/push-receiver/inbox.ts'
import { eventually } from '../../suites/harness/target/deadline.ts'
import { Disagreement } from '../disagreement.ts'
import type { UserName } from '../history.ts'
import { person } from '../steps/step-kind.ts'
import { fieldsOfPusher, nameOfDevice } from '../trial/history-target.ts'
import type { Trial } from '../trial/trial.ts'

/**
 * Compares the pushers of a user with those that were set.
 *
 * @returns the disagreement; undefined if there is none
 */
export async function differenceInPushers(
  { target, situation }: Trial,
  user: UserName,
): Promise<Disagreement | undefined> {
  const listed = await target.user(user).pushers()
  const disagree = (requirement: string, message: string) => new Disagreement('pushers', requirement, message)
  const expected = new Map(
    [...situation.user(user).devices].map(([device, changes]) => {
      const { pushkey } = target.inbox(user, device)
      return [pushkey, { device, name: nameOfDevice(device, changes), changes }]
    }),
  )
  for (const [pushkey, { device, name, changes }] of expected) {
    const found = listed.filter((pusher) => pusher.pushkey === pushkey)
    const [first] = found
    if (first === undefined) {
      return disagree(
        'pushers.set-creates',
        `Expected the pusher for ${person(user)}'s ${device} in the list, found it missing`,
      ).claiming({ kind: 'pusher', user, device, isListed: true })
    }
    if (found.length > 1) {
      return disagree(
        'pushers.set-updates',
        `Expected the pusher for ${person(user)}'s ${device} once in the list, found it ${found.length} times`,
      )
    }
    if (first.device_display_name !== name) {
      return disagree(
        changes === 0 ? 'pushers.set-creates' : 'pushers.set-updates',
        `Expected the pusher for ${person(user)}'s ${device} to have the device_display_name ${quote(name)}, found ${quote(first.device_display_name)}`,
      ).claiming({ kind: 'pusher-name', user, device, name })
    }
    const wrong = wrongField(first, fieldsOfPusher(device, changes, target.specVersion))
    if (wrong !== undefined) {
      const { field, expected: value, found: listedValue } = wrong
      return disagree(
        changes === 0 ? 'pushers.set-creates' : 'pushers.set-updates',
        `Expected the pusher for ${person(user)}'s ${device} to have the ${field} ${quote(value)}, found ${quote(listedValue)}`,
      )
    }
  }
  const others = target.devices.filter(({ inbox }) => !expected.has(inbox.pushkey))
  const extra = others.find(({ inbox }) => listed.some(({ pushkey }) => pushkey === inbox.pushkey))
  if (extra === undefined) return undefined
  return extra.user === user
    ? disagree(
        'pushers.null-kind-deletes',
        `Expected the pusher for ${person(user)}'s ${extra.device} to be deleted, found it in the list`,
      ).claiming({ kind: 'pusher', user, device: extra.device, isListed: false })
    : disagree(
        'pushers.own-only',
        `Expected only ${person(user)}'s pushers in the list, found that for ${person(extra.user)}'s ${extra.device}`,
      )
}

/** Returns a field of a pusher that is not as it was set; undefined if there is none. */
function wrongField(
  pusher: Pusher,
  fields: Partial<SetPusher>,
): { field: string; expected: unknown; found: unknown } | undefined {
  const { data: dataFields = {}, ...others } = fields
  const { data, ...top } = pusher as unknown as Record<string, unknown>
  const nested = Object.entries(dataFields).map(([field, value]) => ({
    field: `data.${field}`,
    expected: value,
    found: (data as Record<string, unknown> | undefined)?.[field],
  }))
  const all = Object.entries(others).map(([field, value]) => ({ field, expected: value, found: top[field] }))
  return [...all, ...nested].find(({ expected, found }) => expected !== found)
}

/**
 * Waits until a pusher whose pushkey the gateway has rejected is gone.
 *
 * @throws {Disagreement} when it stays in the list
 */
export async function expectRejectedPusherRemoved(
  { target, options }: Trial,
  name: UserName,
  inbox: Inbox,
): Promise<void> {
  const user = target.user(name)
  const poll = async () => ((await user.pushers()).some(({ pushkey }) => pushkey === inbox.pushkey) ? undefined : true)
  if ((await eventually(poll, options.waitMs)) !== undefined) return
  throw new Disagreement(
    'pushers',
    'delivery.rejected-removed',
    `Expected ${person(name)}'s pusher to be removed after the gateway rejected its pushkey, found it in the list`,
  )
}
