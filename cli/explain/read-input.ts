import { type JsonValue, readJsonFile } from '../../common/json-file.ts'
import { UsageError } from '../../common/usage-error.ts'
import { mergeRuleset, type PushEvent } from '../../reference/rules/index.ts'
import {
  defaultRuleset,
  type PowerLevelsContent,
  type PushRule,
  RULE_KINDS,
  type Ruleset,
  type SpecVersion,
} from '../../spec/index.ts'
import type { VectorRoom } from '../../suites/vectors/index.ts'
import type { RawOptions } from '../options/option.ts'
import { readOptions } from '../options/read-options.ts'
import { EXPLAIN_OPTIONS } from '../options/table.ts'

/** Options of `plexor explain`, as commander passes them. */
export type RawExplainOptions = RawOptions<typeof EXPLAIN_OPTIONS> & { rules: string; event: string }

/** Rules, event and room to explain. */
export interface ExplainInput {
  specVersion: SpecVersion
  ruleset: Ruleset
  event: PushEvent
  room: VectorRoom
  /** Remarks about the input, one sentence each */
  notes: string[]
}

/** Room if the user names none: neither one-to-one nor empty. */
const DEFAULT_ROOM: VectorRoom = { member_count: 3 }

/**
 * Reads the options of `plexor explain` and the files that they name.
 *
 * @throws {UsageError} for the first one that cannot be used
 */
export function readExplainInput(raw: RawExplainOptions): ExplainInput {
  const options = readOptions(EXPLAIN_OPTIONS, raw)
  const { user, specVersion } = options
  if (user !== undefined && !/^@[^:]*:./.test(user)) {
    throw new UsageError(`--user: expected the ID of a user, such as @alice:example.org, found "${user}"`)
  }
  const own = readRules(readJsonFile('push rules', raw.rules))
  const event = readEvent(readJsonFile('event', raw.event))
  const room = options.room === undefined ? DEFAULT_ROOM : readRoom(readJsonFile('room', options.room))
  const hasDefaults = RULE_KINDS.some((kind) => own[kind]?.some(isDefault))
  if (options.defaults && hasDefaults) {
    throw new UsageError(`--defaults: the push rules ${raw.rules} contain default rules already; leave the option out`)
  }
  if (options.defaults && user === undefined) {
    throw new UsageError('--defaults: some default rules are about their owner; name the owner with --user')
  }
  const notes: string[] = []
  if (!hasDefaults && !options.defaults) {
    notes.push(`${raw.rules} contains no default rules; add those of ${specVersion} with --defaults and --user`)
  }
  if (options.room === undefined) {
    notes.push('No room was given; assuming one with 3 members, and without display names and power levels')
  }
  if (user !== undefined && event.sender === user) {
    notes.push(`${user} sent the event, and nobody is notified of their own events, whatever the rules say`)
  }
  const ruleset =
    options.defaults && user !== undefined ? mergeRuleset(own, defaultRuleset(specVersion, user), specVersion) : own
  return { specVersion, ruleset, event, room, notes }
}

function isDefault(rule: unknown): boolean {
  return (Object(rule) as { default?: unknown }).default === true
}

/**
 * Reads a ruleset from any object that has one: the ruleset itself, the body of `GET /pushrules/`, the content of
 * `m.push_rules`, or that event.
 *
 * The rules are not checked here: the explanation shows which of them are malformed.
 */
function readRules(file: JsonValue): Ruleset {
  const expected = `a ruleset, which has the lists ${RULE_KINDS.join(', ')}, or an object with one as "global"`
  const top = file.object(expected)
  const content = top.names.includes('content') && !Array.isArray(top.member('content').value)
  const { names, member } = content ? top.member('content').object(expected) : top
  const ruleset = names.includes('global') ? member('global') : content ? top.member('content') : file
  const lists = ruleset.object(expected)
  const kinds = RULE_KINDS.filter((kind) => lists.names.includes(kind))
  if (kinds.length === 0 && ruleset === file) throw ruleset.error(expected)
  return Object.fromEntries(kinds.map((kind) => [kind, lists.member(kind).list('a list of rules') as PushRule[]]))
}

function readEvent(file: JsonValue): PushEvent {
  const { member } = file.object('an event')
  member('type').text('the type of the event')
  member('sender').text('the ID of its sender')
  member('room_id').text('the ID of its room (events of /sync come without it: add it)')
  member('content').object('an object')
  return file.value as PushEvent
}

/** Reads the fields of a room, as in the vectors: `member_count` is required, all others are optional. */
function readRoom(file: JsonValue): VectorRoom {
  const fields = file.record(
    ['member_count', 'display_name', 'power_levels', 'creators', 'version'],
    'an object with the member_count of the room',
  )
  const { member_count, display_name, power_levels, creators, version } = fields
  if (power_levels.exists) power_levels.object('the content of m.room.power_levels')
  return {
    member_count: member_count.count('the number of joined members'),
    ...(display_name.exists && { display_name: display_name.text('the display name of the owner of the rules') }),
    ...(power_levels.exists && { power_levels: power_levels.value as PowerLevelsContent }),
    ...(creators.exists && { creators: creators.list('a list of user IDs').map(String) }),
    ...(version.exists && { version: version.text('the version of the room, in quotes') }),
  }
}
