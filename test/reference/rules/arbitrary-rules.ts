import fc from 'fast-check'
import type { PushEvent, RoomContext } from '../../../reference/rules/index.ts'
import {
  type Action,
  defaultRuleset,
  type PushRule,
  type Ruleset,
  SPEC_VERSIONS,
  type SpecVersion,
} from '../../../spec/index.ts'

/** Few words, so that they often match, with difficulties: letter case, other scripts, no letters at all. */
const word = fc.constantFrom('cake', 'CAKE', 'cakes', 'tea', 'a', 'c++', '_x', 'торт', 'Торт', 'é', '🎂', '@room', '1')
const separator = fc.constantFrom(' ', ' ', '', '. ', '-')

const phrase = fc
  .array(fc.tuple(word, separator), { maxLength: 5 })
  .map((pairs) => pairs.map(([word, separator], index) => (index === 0 ? word : `${separator}${word}`)).join(''))

const pattern = fc
  .array(fc.oneof({ weight: 5, arbitrary: word }, fc.constantFrom(' ', '*', '?', 'ca*', '*kes', 'c?ke')), {
    minLength: 1,
    maxLength: 3,
  })
  .map((parts) => parts.join(''))

const type = fc.constantFrom('m.room.message', 'm.room.member', 'M.ROOM.MESSAGE', 'm.reaction', 'm.room.encrypted')
const roomId = fc.constantFrom('!one:hs', '!ONE:hs', '!two:hs')
const userId = fc.constantFrom('@alice:hs', '@bob:hs', '@Bob:hs')
const simpleValue = fc.constantFrom('cake', 'Cake', 'm.notice', '', true, false, null, 0, 1)

const key = fc.constantFrom(
  'content.body',
  'content.msgtype',
  'content.m\\.mentions.room',
  'content.m\\.mentions.user_ids',
  'content.list',
  'content.a.b',
  'content.a\\.b',
  'content',
  'state_key',
  'absent',
)

const condition = fc.oneof(
  fc.record({ kind: fc.constant('event_match'), key: fc.constant('type'), pattern: type }),
  fc.record({ kind: fc.constant('event_match'), key: fc.constant('room_id'), pattern: roomId }),
  fc.record({ kind: fc.constant('event_match'), key: fc.constant('sender'), pattern: userId }),
  fc.record({ kind: fc.constant('event_match'), key: fc.constant('content.body'), pattern }),
  fc.record({
    kind: fc.constant('event_match'),
    key,
    pattern: fc.oneof(pattern, fc.constantFrom('', 'm.*', 'm.notice')),
  }),
  fc.record({ kind: fc.constant('event_property_is'), key: fc.constant('type'), value: type }),
  fc.record({ kind: fc.constantFrom('event_property_is', 'event_property_contains'), key, value: simpleValue }),
  fc.record({ kind: fc.constantFrom('contains_display_name', 'org.example.unknown') }),
  fc.record({
    kind: fc.constant('room_member_count'),
    is: fc.constantFrom('2', '==2', '<2', '<=2', '>2', '>=2', '=2'),
  }),
  fc.record({ kind: fc.constant('sender_notification_permission'), key: fc.constantFrom('room', 'party') }),
)

const actions = fc.array(
  fc.oneof(
    fc.constantFrom<Action>('notify', 'dont_notify', 'coalesce', { set_tweak: 'highlight' }),
    fc.record({ set_tweak: fc.constantFrom('sound', 'highlight'), value: fc.constantFrom('ring', true, false) }),
  ),
  { maxLength: 3 },
)

const enabled = fc.oneof({ weight: 9, arbitrary: fc.constant(true) }, fc.constant(false))

function rules<T>(more: { [Key in keyof T]: fc.Arbitrary<T[Key]> }, maxLength: number): fc.Arbitrary<PushRule[]> {
  const rule_id = fc.constantFrom('one', 'two', '.m.rule.roomnotif', '.m.rule.contains_user_name')
  const rule = fc.record({ rule_id, default: fc.constant(false), enabled, actions, ...more })
  return fc.array(rule as unknown as fc.Arbitrary<PushRule>, { maxLength, size: 'max' })
}

const conditional = rules({ conditions: fc.array(condition, { minLength: 1, maxLength: 3 }) }, 12)

/** Rules of all kinds, enough for some of them to be indexed. */
export const ruleset: fc.Arbitrary<Ruleset> = fc.record(
  {
    override: conditional,
    content: rules({ pattern }, 40),
    room: rules({ rule_id: roomId }, 8),
    sender: rules({ rule_id: userId }, 8),
    underride: conditional,
  },
  { requiredKeys: [] },
)

export const specVersion: fc.Arbitrary<SpecVersion> = fc.constantFrom(...SPEC_VERSIONS)

/** Default rules together with rules of a user. */
export const rulesetWithDefaults: fc.Arbitrary<Ruleset> = fc.tuple(ruleset, specVersion).map(([own, specVersion]) => {
  const defaults = defaultRuleset(specVersion, '@alice:hs')
  const { override = [], content = [], underride = [] } = defaults
  return {
    ...own,
    override: [...override, ...(own.override ?? [])],
    content: [...(own.content ?? []), ...content],
    underride: [...underride.slice(2), ...(own.underride ?? []), ...underride.slice(0, 2)],
  }
})

const mentions = fc.record(
  { room: fc.boolean(), user_ids: fc.subarray(['@alice:hs', '@bob:hs']) },
  { requiredKeys: [] },
)

export const event: fc.Arbitrary<PushEvent> = fc.record(
  {
    type,
    sender: userId,
    room_id: roomId,
    content: fc.record(
      {
        body: fc.oneof({ weight: 9, arbitrary: phrase }, simpleValue),
        msgtype: fc.constantFrom('m.text', 'm.notice', 'M.NOTICE'),
        'm.mentions': mentions,
        list: fc.array(simpleValue, { maxLength: 3 }),
        a: fc.record({ b: simpleValue }),
        'a.b': simpleValue,
      },
      { requiredKeys: [] },
    ),
    state_key: fc.constantFrom('', '@alice:hs', '@bob:hs'),
  },
  { requiredKeys: ['type', 'sender', 'room_id', 'content'] },
)

const level = fc.constantFrom(0, 49, 50, 100)

export const room: fc.Arbitrary<RoomContext> = fc.record(
  {
    memberCount: fc.nat(3),
    displayName: fc.oneof(fc.constantFrom('', 'ca*', 'cake tea'), word),
    powerLevels: fc.record(
      { users: fc.record({ '@bob:hs': level }), users_default: level, notifications: fc.record({ room: level }) },
      { requiredKeys: [] },
    ),
    creators: fc.subarray(['@alice:hs', '@bob:hs']),
    roomVersion: fc.constantFrom('1', '11', '12'),
  },
  { requiredKeys: ['memberCount'] },
)
