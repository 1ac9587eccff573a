import {
  type Action,
  type PushCondition,
  type PushRule,
  type RuleKind,
  type SpecVersion,
  within,
} from '../../spec/index.ts'
import type { ActionName, Matcher, RoomName, UserName } from '../history.ts'
import { probeNamed } from './probes.ts'

/** Identifiers that stand for the names of a history. */
export interface Identifiers {
  userId(name: UserName): string
  roomId(name: RoomName): string
}

/** Word of the messages that each user has a rule for, so that they are always pushed. */
export const FENCE_WORD = 'lighthouse'

/** Body of these messages. */
export const FENCE_BODY = `${FENCE_WORD} for what was before`

/** Identifier of the rule for them. */
export const FENCE_RULE = 'fence'

/** Returns actions as requests and responses have them. */
export function actionsOf(name: ActionName, specVersion: SpecVersion): Action[] {
  switch (name) {
    case 'notify':
      return ['notify']
    case 'silence':
      return within(specVersion, { since: 'v1.7' }) ? [] : ['dont_notify']
    case 'sound':
      return ['notify', { set_tweak: 'sound', value: 'chime' }]
    case 'highlight':
      return ['notify', { set_tweak: 'highlight' }]
    case 'sound and highlight':
      return ['notify', { set_tweak: 'sound', value: 'default' }, { set_tweak: 'highlight', value: true }]
    case 'tweak alone':
      return [{ set_tweak: 'sound', value: 'chime' }]
    case 'no highlight':
      return ['notify', { set_tweak: 'highlight', value: false }]
    case 'custom tweak':
      return ['notify', { set_tweak: 'org.plexor.colour', value: 'green' }]
    case 'dont_notify':
    case 'coalesce':
      return isIgnored(specVersion) ? [name] : actionsOf('silence', specVersion)
    case 'dont_notify and notify':
      return isIgnored(specVersion) ? ['dont_notify', 'notify'] : ['notify']
    case 'coalesce and notify':
      return isIgnored(specVersion) ? ['coalesce', 'notify'] : ['notify']
  }
}

/** Returns the rule_id of a rule, which for room and sender rules is that of the room or user. */
export function ruleIdOf(kind: RuleKind, rule: string, matcher: Matcher, ids: Identifiers): string {
  if (kind === 'room' && matcher.room !== undefined) return ids.roomId(matcher.room)
  if (kind === 'sender' && matcher.sender !== undefined) return ids.userId(matcher.sender)
  return rule
}

/** Kind of conditions that no target knows. */
const UNKNOWN_KIND = 'org.plexor.unheard_of'

/** Reports whether historical actions must be ignored. What they do before is not as certain. */
function isIgnored(specVersion: SpecVersion): boolean {
  return within(specVersion, { since: 'v1.12' })
}

/** Reports whether a target may refuse a rule, since it need not take kinds of conditions that it does not know. */
export function canBeRefused({ kind }: Matcher): boolean {
  return kind === 'word and an unknown kind'
}

/** Reports whether a target may refuse actions, since it only should take historical ones. */
export function isHistorical(name: ActionName): boolean {
  return name.startsWith('dont_notify') || name.startsWith('coalesce')
}

/** Returns the conditions or the pattern of a rule. */
export function matchingPartOf(
  kind: RuleKind,
  matcher: Matcher,
  ids: Identifiers,
): Pick<PushRule, 'conditions' | 'pattern'> {
  if (kind === 'content') return { pattern: patternOf(matcher) }
  if (kind === 'room' || kind === 'sender') return {}
  return { conditions: conditionsOf(matcher, ids) }
}

function patternOf({ word, probe }: Matcher): string {
  return (probe === undefined ? word : probeNamed(probe).pattern) ?? ''
}

function probeCondition({ probe }: Matcher): PushCondition[] {
  if (probe === undefined) return []
  const { pattern = '', condition } = probeNamed(probe)
  return [condition ?? { kind: 'event_match', key: 'content.body', pattern }]
}

function conditionsOf(matcher: Matcher, ids: Identifiers): PushCondition[] {
  const { kind, word = 'teapot', room, sender } = matcher
  const hasWord = { kind: 'event_match', key: 'content.body', pattern: word }
  switch (kind) {
    case 'notice':
      return [{ kind: 'event_match', key: 'content.msgtype', pattern: 'm.notice' }]
    case 'word in the room':
      return room === undefined
        ? [hasWord]
        : [{ kind: 'event_match', key: 'room_id', pattern: ids.roomId(room) }, hasWord]
    case 'word of the sender':
      return sender === undefined
        ? [hasWord]
        : [hasWord, { kind: 'event_match', key: 'sender', pattern: ids.userId(sender) }]
    case 'word among many':
      return [{ kind: 'room_member_count', is: '>2' }, hasWord]
    case 'word of two':
      return [{ kind: 'room_member_count', is: '2' }, hasWord]
    case 'word of few':
      return [hasWord, { kind: 'room_member_count', is: '<3' }]
    case 'word with power':
      return [{ kind: 'sender_notification_permission', key: 'room' }, hasWord]
    case 'word and an unknown kind':
      return [hasWord, { kind: UNKNOWN_KIND }]
    case 'name':
      return [{ kind: 'contains_display_name' }]
    case 'reaction':
      return [{ kind: 'event_match', key: 'type', pattern: 'm.reaction' }]
    case 'room name':
      return [{ kind: 'event_match', key: 'type', pattern: 'm.room.name' }]
    case 'departure':
      return [
        { kind: 'event_match', key: 'type', pattern: 'm.room.member' },
        { kind: 'event_match', key: 'content.membership', pattern: 'leave' },
      ]
    case 'anything':
      return []
    case 'probe':
      return probeCondition(matcher)
    default:
      return [hasWord]
  }
}
