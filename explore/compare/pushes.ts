import { isDeepStrictEqual } from 'node:util'
import { quote } from '../../common/text.ts'
import type { RuleKind } from '../../spec/index.ts'
import type { Push } from '../../suites/harness/push-receiver/inbox.ts'
import { Wake } from '../../suites/harness/target/deadline.ts'
import { Disagreement } from '../disagreement.ts'
import { type MatchingRule, type Notice, notifies, type Outcome } from '../model/notices.ts'
import { withoutNeutral } from '../model/outcomes.ts'
import { ordersWithHighest } from '../model/rule-orders.ts'
import { person } from '../steps/step-kind.ts'
import type { RealDevice } from '../trial/history-target.ts'
import type { Trial } from '../trial/trial.ts'
import { expectBadge } from './badge.ts'
import { comparePayload } from './payload.ts'

/** Least unread counts, by user and event. */
export type Badges = Map<string, number>

/**
 * Waits for the pushes that the model requires, and for as long as others could arrive that it forbids. Then it compares
 * all pushes that have arrived.
 *
 * @throws {Disagreement} when one is missing, or is not as it has to be
 */
export async function expectPushes(trial: Trial): Promise<void> {
  const fresh = trial.notices.all.slice(trial.compared)
  trial.compared = trial.notices.all.length
  await Promise.all(fresh.filter(isCertain).flatMap((notice) => devicesOf(trial, notice).map(arrival(trial, notice))))
  const { afterFenceMs, withoutFenceMs } = trial.options.settling
  // Where nothing has to be pushed, nothing shows that what was before has had its effect
  const isShown = ({ user }: Notice) => fresh.some((other) => other.user === user && isCertain(other))
  const settleMs = fresh.every(isShown) ? afterFenceMs : withoutFenceMs
  if (settleMs > 0) await new Wake().next(settleMs)
  for (const devices of Map.groupBy(trial.target.devices, ({ inbox }) => inbox).values()) comparePushes(trial, devices)
}

function isCertain(notice: Notice): boolean {
  const { eventId, outcomes, isInvitation = false, isDoubtful } = notice
  return eventId !== undefined && notifies({ outcomes, isDoubtful: isDoubtful && !isInvitation }) === 'yes'
}

function devicesOf({ target, situation }: Trial, { user, devices }: Notice): RealDevice[] {
  return devices
    .filter((device) => situation.user(user).devices.has(device))
    .map((device) => target.device(user, device))
}

function arrival(trial: Trial, notice: Notice): (device: RealDevice) => Promise<void> {
  return async ({ user, device, inbox }) => {
    const { event, eventId = '', outcomes } = notice
    const since = performance.now()
    if ((await inbox.arrivalOf(eventId)) !== undefined) return
    const found = inbox.pushes.length === 0 ? 'no push at all' : 'only pushes of other events'
    const missing = new Disagreement(
      'pushes',
      missingRequirement(outcomes),
      `Expected a push of ${event} to ${person(user)}'s ${device}, because ${reason(outcomes)}, found ${found}`,
      inbox.missing(() => inbox.about(eventId)[0], since),
    ).claiming({ kind: 'push', user, device, event, isPushed: true })
    trial.forgive(missing)
    notice.isDoubtful = true
  }
}

function missingRequirement(outcomes: readonly Outcome[]): string {
  const rule = outcomes[0]?.rule
  if (rule?.isDefault === true) return DEFAULTS[rule.id] ?? 'actions.notify'
  return requirementOfKind(rule) ?? 'actions.notify'
}

/** Requirements about own rules whose only condition is their rule_id. */
const RULES_WITHOUT_CONDITIONS: Partial<Record<RuleKind, string>> = {
  room: 'conditions.room-rule',
  sender: 'conditions.sender-rule',
}

/** Returns the requirement about what rules of this kind match, if they are the user's own and have no conditions. */
function requirementOfKind(rule: MatchingRule | undefined): string | undefined {
  return rule === undefined || rule.isDefault ? undefined : RULES_WITHOUT_CONDITIONS[rule.kind]
}

/** Requirements about what server-default rules do. */
const DEFAULTS: Record<string, string> = {
  '.m.rule.message': 'default-rules.rule.message',
  '.m.rule.encrypted': 'default-rules.rule.encrypted',
  '.m.rule.room_one_to_one': 'default-rules.rule.room-one-to-one',
  '.m.rule.encrypted_room_one_to_one': 'default-rules.rule.encrypted-room-one-to-one',
  '.m.rule.call': 'default-rules.rule.call',
  '.m.rule.invite_for_me': 'default-rules.rule.invite-for-me',
}

function reason(outcomes: readonly Outcome[]): string {
  const rules = [
    ...new Set(
      outcomes.map(({ rule }) => (rule === undefined ? 'no rule' : `the ${rule.kind} rule ${quote(rule.id)}`)),
    ),
  ]
  return `${rules.join(' or ')} matches`
}

/** Compares the pushes to a pushkey, which is that of one device, or of several users one after the other. */
function comparePushes(trial: Trial, [first, ...others]: readonly RealDevice[]): void {
  if (first === undefined) return
  const { inbox } = first
  const from = trial.comparedPushes.get(inbox) ?? 0
  trial.comparedPushes.set(inbox, inbox.pushes.length)
  for (const push of inbox.pushes.slice(from)) {
    try {
      comparePush(trial, ownerOf(trial, push, [first, ...others]), push)
    } catch (error) {
      if (!(error instanceof Disagreement)) throw error
      trial.forgive(error)
    }
  }
}

/** Returns the device that a push is for: one of a user who had the pushkey when its event was sent, or else the latest. */
function ownerOf({ notices }: Trial, push: Push, devices: readonly [RealDevice, ...RealDevice[]]): RealDevice {
  const [first, ...others] = devices
  if (others.length === 0) return first
  const about = notices.all.filter(({ eventId }) => eventId === push.notification.event_id)
  const isOf = (one: RealDevice, notice: Notice) => notice.user === one.user && notice.devices.includes(one.device)
  return devices.findLast((one) => about.some((notice) => isOf(one, notice))) ?? others.at(-1) ?? first
}

function comparePush(trial: Trial, owner: RealDevice, push: Push): void {
  const { user, device } = owner
  const { event_id } = push.notification
  const about = trial.notices.all.filter((notice) => notice.eventId !== undefined && notice.eventId === event_id)
  const [any] = about
  // Events of rooms that the target created, and those whose identifier it does not say
  if (any === undefined) return
  const notice = about.find((one) => one.user === user)
  const claim = { kind: 'push', user, device, event: any.event, isPushed: false } as const
  if (notice === undefined) throw notRecipient(any, user).claiming(claim)
  const name = `${person(user)}'s ${device}`
  if (notifies(notice) === 'no') throw unwanted(notice, name).claiming(claim)
  if (!notice.devices.includes(device)) throw notAtThatTime(notice, name).claiming(claim)
  narrow(notice, push, owner)
  comparePayload(trial, notice, push, owner)
  const least = trial.badges.get(`${user} ${notice.event}`)
  // A push that arrives once more later says nothing about the rules at that time
  if (least === undefined) return
  narrowOrders(trial, notice)
  expectBadge(trial, user, notice.event, push.notification.counts?.unread, least)
}

function notRecipient({ event, by }: Notice, user: string): Disagreement {
  const own = by === user
  return new Disagreement(
    'pushes',
    own ? 'recipients.no-own-events' : 'recipients.visible-events',
    `Expected no push of ${event} to ${person(user)}, who ${own ? 'sent it' : 'was not in the room'}, found one`,
  )
}

function unwanted({ event, outcomes }: Notice, name: string): Disagreement {
  const [first] = outcomes
  const requirement =
    first?.rule === undefined ? 'rule-order.no-match-no-push' : (requirementOfKind(first.rule) ?? 'actions.notify')
  return new Disagreement(
    'pushes',
    requirement,
    `Expected no push of ${event} to ${name}, because ${reason(outcomes)} and does not notify, found one`,
  )
}

function notAtThatTime({ event }: Notice, name: string): Disagreement {
  return new Disagreement(
    'pushes',
    'recipients.new-events-only',
    `Expected no push of ${event} to ${name}, which had no pusher at that time, found one`,
  )
}

/** Keeps those outcomes that a push agrees with. */
function narrow(notice: Notice, push: Push, { device, isBrief }: RealDevice): void {
  const { event, user } = notice
  const tweaks = withoutNeutral(push.device.tweaks ?? {})
  // Whether a push without details has tweaks is unspecified
  const isSilent = isBrief && Object.keys(tweaks).length === 0
  const notifying = notice.outcomes.filter(({ notify }) => notify)
  const agreeing = notifying.filter((outcome) => isSilent || isDeepStrictEqual(outcome.tweaks, tweaks))
  if (agreeing.length === 0) {
    const expected = notifying.map((outcome) => quote(outcome.tweaks)).join(' or ')
    throw new Disagreement(
      'tweaks',
      tweakRequirement(notifying, tweaks),
      `Expected the push of ${event} to ${person(user)}'s ${device} to have the tweaks ${expected}, because ${reason(notifying)}, found ${quote(tweaks)}`,
    ).claiming({ kind: 'tweaks', user, device, event, allowed: notifying.map((outcome) => outcome.tweaks) })
  }
  notice.outcomes = agreeing
  notice.isDoubtful = false
}

/** Keeps those orders of the user's rules in which the rule that decided is the highest one. */
function narrowOrders({ situation }: Trial, { user, outcomes }: Notice): void {
  const [first] = outcomes
  const { rule } = first ?? {}
  if (rule?.amongOwn === undefined || outcomes.length > 1) return
  const ofKind = situation.user(user).rules[rule.kind]
  ofKind.orders = ordersWithHighest(ofKind.orders, rule.amongOwn.name, rule.amongOwn.names)
}

function tweakRequirement(outcomes: readonly Outcome[], { highlight }: Record<string, unknown>): string {
  const ofKind = requirementOfKind(outcomes[0]?.rule)
  if (ofKind !== undefined) return ofKind
  const expects = outcomes.some((outcome) => outcome.highlight)
  return !expects && highlight !== undefined ? 'actions.no-highlight' : 'actions.set-tweak'
}
