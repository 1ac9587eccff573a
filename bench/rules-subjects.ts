import { Buffer } from 'node:buffer'
import { mergeRuleset, type PushEvent, type RoomContext } from '../reference/rules/index.ts'
import { defaultRuleset, NEWEST, type PushRule, type Ruleset } from '../spec/index.ts'

/** Room of all events, as it is for the owner of the rules. */
export const ROOM: RoomContext = { memberCount: 5, displayName: 'Alice', powerLevels: { users: { '@bob:hs': 50 } } }

/** Owner of the rules. */
export const OWNER = '@alice:hs'

const defaults = defaultRuleset(NEWEST, OWNER)

/** Merges rules of a user with the default rules. */
export function withDefaults(own: Ruleset): Ruleset {
  return mergeRuleset(own, defaults, NEWEST)
}

/** Creates `count` enabled rules of a user; `make` returns the properties of each. */
function rules(count: number, make: (index: number) => Partial<PushRule>): PushRule[] {
  const rule = { default: false, enabled: true, actions: ['notify'] }
  return Array.from({ length: count }, (_, index) => ({ ...rule, rule_id: `rule${index}`, ...make(index) }))
}

const WORDS = ['release', 'on call', 'outage', 'deploy', 'coffee', 'standup', 'C++', 'встреча', 'ticket', 'lunch']

/** Creates keyword rules, none of which match the messages. */
export function keywordRules(count: number): PushRule[] {
  return rules(count, (index) => ({ pattern: index < WORDS.length ? (WORDS[index] ?? '') : `project${index}` }))
}

/** Creates room rules, none of which match. */
export function roomRules(count: number): PushRule[] {
  return rules(count, (index) => ({ rule_id: `!SomeRoom${index}:hs` }))
}

/** Creates sender rules, none of which match. */
export function senderRules(count: number): PushRule[] {
  return rules(count, (index) => ({ rule_id: `@somebody${index}:hs` }))
}

/** Creates override rules that mute other rooms, as clients do. */
export function mutedRooms(count: number): PushRule[] {
  return rules(count, (index) => ({
    actions: [],
    conditions: [{ kind: 'event_match', key: 'room_id', pattern: `!SomeRoom${index}:hs` }],
  }))
}

/** Rulesets to compare the engines with, by name. */
export const RULESETS: Record<string, Ruleset> = {
  'default rules only': withDefaults({}),
  '20 user rules': withDefaults({
    override: mutedRooms(5),
    content: keywordRules(5),
    room: roomRules(5),
    sender: senderRules(5),
  }),
  '200 keyword rules': withDefaults({ content: keywordRules(200) }),
  '1,000 room and sender rules': withDefaults({ room: roomRules(500), sender: senderRules(500) }),
}

/** Creates different events of one kind. */
function events(make: (index: number) => Partial<PushEvent> & { content: object }): PushEvent[] {
  return Array.from({ length: 16 }, (_, index) => ({
    type: 'm.room.message',
    sender: '@bob:hs',
    room_id: '!TheRoom:hs',
    event_id: `$event${index}`,
    origin_server_ts: 1_600_000_000_000 + index,
    ...make(index),
  }))
}

const text = (body: string, userIds?: string[]) => ({
  msgtype: 'm.text',
  body,
  'm.mentions': userIds === undefined ? {} : { user_ids: userIds },
})

/** Events to compare the engines with, by kind. */
export const EVENTS: Record<string, PushEvent[]> = {
  'plain message': events((index) => ({
    content: text(`Shall we meet at the station at ${index} tomorrow? I will bring the tickets, as usual.`),
  })),
  mention: events((index) => ({ content: text(`Alice: are you there? (${index})`, [OWNER]) })),
  'member event': events((index) => ({
    type: 'm.room.member',
    state_key: '@bob:hs',
    content: { membership: 'join', displayname: `Bob ${index}` },
  })),
  'encrypted event': events((index) => ({
    type: 'm.room.encrypted',
    content: {
      algorithm: 'm.megolm.v1.aes-sha2',
      session_id: `session${index}`,
      ciphertext: 'AwgA'.repeat(50 + index),
    },
  })),
}

const SENTENCES = {
  ASCII: 'Shall we meet at the station tomorrow? I will bring the bags, as usual, and some Cake. ',
  Cyrillic: 'Привет, как дела сегодня? Мы увидимся завтра у вокзала и пойдём пить чай с молоком. ',
}

/** Messages of 64 KiB in UTF-8, by their script; none has a keyword. */
export const LONG_MESSAGES: [script: string, PushEvent[]][] = Object.entries(SENTENCES).map(([script, sentence]) => {
  const count = Math.floor((64 * 1024) / Buffer.byteLength(sentence))
  return [script, events((index) => ({ content: text(sentence.repeat(count) + index) }))]
})

/** Creates the default rules of different users, each a copy, as if it were read from a database. */
export function rulesetsOfUsers(count: number): Ruleset[] {
  return Array.from({ length: count }, (_, index) => defaultRuleset(NEWEST, `@user${index}:hs`))
}
