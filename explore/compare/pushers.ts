import { quote } from '../../common/text.ts'
import type { Pusher, SetPusher } from '../../spec/index.ts'
import type { Inbox } from '../../suites/harness/push-receiver/inbox.ts'
import { eventually } from '../../suites/harness/target/deadline.ts'
import type { User } from '../../suites/harness/users/user.ts'
import { Disagreement } from '../disagreement.ts'
import type { DeviceName, UserName } from '../history.ts'
import type { PusherSituation } from '../model/situation.ts'
import { person } from '../steps/step-kind.ts'
import { OTHER_APP, type PusherId, type RealDevice } from '../trial/history-target.ts'
import type { PusherFields } from '../trial/pusher-fields.ts'
import type { Trial } from '../trial/trial.ts'

/** Pusher that has to be in the list of its user. */
interface ExpectedPusher extends PusherId {
  user: UserName
  device: DeviceName
  /** Name of the pusher, as a message has it */
  what: string
  /** True if it was set once more since it was created */
  isUpdated: boolean
  fields: Partial<PusherFields>
}

/**
 * Compares the pushers of a user with those that were set.
 *
 * @returns the disagreement; undefined if there is none
 */
export async function differenceInPushers(trial: Trial, user: UserName): Promise<Disagreement | undefined> {
  const { target, situation } = trial
  const listed = await target.anySession(user).pushers()
  const expected = [...situation.user(user).devices].flatMap(([device, pusher]) =>
    expectedPushers(trial, user, device, pusher),
  )
  for (const pusher of expected) {
    const difference = differenceInPusher(listed, pusher)
    if (difference !== undefined) return difference
  }
  const others = target.devices.flatMap((device) =>
    identitiesOf(device).map((id) => ({ ...device, ...id, isListed: listed.some(isIt(id)) })),
  )
  const extras = others.filter((other) => other.isListed && !expected.some((pusher) => isSame(pusher, other)))
  const extra = extras.find((other) => other.user === user) ?? extras[0]
  return extra && unexpected(user, extra)
}

function expectedPushers(
  { target }: Trial,
  user: UserName,
  device: DeviceName,
  pusher: PusherSituation,
): ExpectedPusher[] {
  const { pushkey, appId } = target.inbox(user, device)
  const own = {
    user,
    device,
    pushkey,
    appId,
    what: `the pusher for ${person(user)}'s ${device}`,
    isUpdated: pusher.changes + pusher.moves > 0,
    fields: target.fieldsOfPusher(user, device, pusher),
  }
  if (!pusher.hasOtherApp) return [own]
  // How the other app describes itself is compared when it is the first
  const { app_display_name } = own.fields
  const what = `${own.what} and another app`
  return [own, { ...own, appId: OTHER_APP, what, isUpdated: false, fields: { app_display_name } }]
}

function differenceInPusher(
  listed: readonly Pusher[],
  { user, device, what, isUpdated, fields, ...id }: ExpectedPusher,
): Disagreement | undefined {
  const disagree = (requirement: string, message: string) => new Disagreement('pushers', requirement, message)
  const found = listed.filter(isIt(id))
  const [first] = found
  const isShared = listed.some(({ pushkey }) => pushkey === id.pushkey)
  if (first === undefined) {
    const message = `Expected ${what} in the list, found it missing`
    if (isShared) return disagree('pushers.identity', message)
    return disagree('pushers.set-creates', message).claiming({ kind: 'pusher', user, device, isListed: true })
  }
  if (found.length > 1) {
    return disagree('pushers.set-updates', `Expected ${what} once in the list, found it ${found.length} times`)
  }
  const requirement = isUpdated ? 'pushers.set-updates' : 'pushers.set-creates'
  const wrong = wrongField(first, fields)
  if (wrong === undefined) return undefined
  const { field, expected, found: value } = wrong
  const difference = disagree(
    requirement,
    `Expected ${what} to have the ${field} ${quote(expected)}, found ${quote(value)}`,
  )
  if (field !== 'device_display_name') return difference
  return difference.claiming({ kind: 'pusher-name', user, device, name: String(expected) })
}

/** Returns the identities that pushers of a device can have had. */
function identitiesOf({ inbox: { pushkey, appId } }: RealDevice): PusherId[] {
  return [
    { pushkey, appId },
    { pushkey, appId: OTHER_APP },
  ]
}

function isIt({ pushkey, appId }: PusherId): (pusher: Pusher) => boolean {
  return (pusher) => pusher.pushkey === pushkey && pusher.app_id === appId
}

function isSame(one: PusherId, other: PusherId): boolean {
  return one.pushkey === other.pushkey && one.appId === other.appId
}

/** Returns the disagreement about a pusher in the list that must not be there. */
function unexpected(user: UserName, { user: owner, device, takenOverBy, appId }: RealDevice & PusherId): Disagreement {
  const what = `${person(owner)}'s ${device}${appId === OTHER_APP ? ' and another app' : ''}`
  if (owner !== user) {
    const message = `Expected only ${person(user)}'s pushers in the list, found that for ${what}`
    return new Disagreement('pushers', 'pushers.own-only', message)
  }
  if (takenOverBy !== undefined) {
    const message = `Expected the pusher for ${what} to be gone, because ${person(takenOverBy)} has set one with its pushkey, found it in the list`
    return new Disagreement('pushers', 'pushers.append-false-takes-over', message)
  }
  const message = `Expected the pusher for ${what} to be deleted, found it in the list`
  const difference = new Disagreement('pushers', 'pushers.null-kind-deletes', message)
  return appId === OTHER_APP ? difference : difference.claiming({ kind: 'pusher', user, device, isListed: false })
}

/**
 * Expects the pushers of a user to be listed as they were set, now.
 *
 * @param requirement id of the requirement that a target violates otherwise; default: it follows from the difference
 * @throws {Disagreement} when they are not, unless that is known
 */
export async function expectPushersOf(trial: Trial, user: UserName, requirement?: string): Promise<void> {
  const difference = await differenceInPushers(trial, user)
  if (difference === undefined) return
  trial.forgive(requirement === undefined ? difference : new Disagreement('pushers', requirement, difference.message))
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
  const poll = async () => !(await isListed(user, inbox)) || undefined
  if ((await eventually(poll, options.waitMs)) !== undefined) return
  throw new Disagreement(
    'pushers',
    'delivery.rejected-removed',
    `Expected ${person(name)}'s pusher to be removed after the gateway rejected its pushkey, found it in the list`,
  )
}

/**
 * Expects a pusher to stay in the list although the gateway rejected another pushkey than its own.
 *
 * @throws {Disagreement} when it is missing
 */
export async function expectPusherStays({ target }: Trial, name: UserName, inbox: Inbox): Promise<void> {
  if (await isListed(target.user(name), inbox)) return
  throw new Disagreement(
    'pushers',
    'delivery.not-rejected-stays',
    `Expected ${person(name)}'s pusher to stay after the gateway rejected another pushkey, found it missing`,
  )
}

async function isListed(user: User, inbox: Inbox): Promise<boolean> {
  return (await user.pushers()).some(({ pushkey }) => pushkey === inbox.pushkey)
}
