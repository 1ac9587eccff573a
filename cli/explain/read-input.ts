import { didYouMean } from '../../common/did-you-mean.ts'
import { type JsonValue, readJsonFile } from '../../common/json-file.ts'
import { UsageError } from '../../common/usage-error.ts'
import { mergeRuleset, type PushEvent } from '../../reference/rules/index.ts'
import {
  defaultRuleset,
  isSpecVersion,
  NEWEST,
  type PowerLevelsContent,
  type PushRule,
  RULE_KINDS,
  type Ruleset,
  SPEC_VERSIONS,
  type SpecVersion,
} from '../../spec/index.ts'
import type { VectorRoom } from '../../suites/vectors/index.ts'

/** The options of `plexor explain`, as commander gives them. */
export interface ExplainOptions {
  rules: string
  event: string
  room?: string
  user?: string
  specVersion?: string
  defaults?: boolean
  json?: boolean
}

/** What is to be explained. */
export interface ExplainInput {
  specVersion: SpecVersion
  ruleset: Ruleset
  event: PushEvent
  room: VectorRoom
  /** What the user should know about what was given, one sentence each */
  notes: string[]
}

/** The room where none is given: neither one to one nor empty. */
const SOME_ROOM: VectorRoom = { member_count: 3 }

/**
 * Reads what `plexor explain` was given.
 *
 * @throws {UsageError} for the first thing that cannot be used
 */
export function readExplainInput(options: ExplainOptions): ExplainInput {
  const specVersion = specVersionOf(options.specVersion ?? NEWEST)
  const { user } = options
  if (user !== undefined && !/^@[^:]*:./.test(user)) {
    throw new UsageError(`The option --user was given "${user}": it takes the ID of a user, such as @alice:example.org`)
  }
  const own = readRules(readJsonFile('push rules', options.rules))
  const event = readEvent(readJsonFile('event', options.event))
  const room = options.room === undefined ? SOME_ROOM : readRoom(readJsonFile('room', options.room))
  const hasDefaults = RULE_KINDS.some((kind) => own[kind]?.some(isDefault))
  if (options.defaults && hasDefaults) {
    throw new UsageError(`The push rules ${options.rules} have default rules of their own: leave out --defaults`)
  }
  if (options.defaults && user === undefined) {
    throw new UsageError('The option --defaults needs --user, because some default rules are about their owner')
  }
  const notes: string[] = []
  if (!hasDefaults && !options.defaults) {
    notes.push(`There are no default rules in ${options.rules}: add those of ${specVersion} with --defaults and --user`)
  }
  if (options.room === undefined) {
    notes.push('No room was given: it is taken to have 3 members, and no display names or power levels')
  }
  if (user !== undefined && event.sender === user) {
    notes.push(`${user} sent the event, and nobody is notified of their own events, whatever the rules say`)
  }
  const ruleset =
    options.defaults && user !== undefined ? mergeRuleset(own, defaultRuleset(specVersion, user), specVersion) : own
  return { specVersion, ruleset, event, room, notes }
}

function specVersionOf(name: string): SpecVersion {
  if (isSpecVersion(name)) return name
  throw new UsageError(
    `There is no profile "${name}": Plexor knows ${SPEC_VERSIONS.join(', ')}${didYouMean(name, SPEC_VERSIONS)}`,
  )
}

function isDefault(rule: unknown): boolean {
  return typeof rule === 'object' && rule !== null && 'default' in rule && rule.default === true
}

/**
 * A ruleset; or what holds one: the body of `GET /pushrules/`, the content of `m.push_rules`, or that event.
 *
 * What the lists hold is left for the explanation: a rule that is malformed is a finding, and no mistake.
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

/** The fields of a room, as in the vectors: `member_count` is needed, all others may be left out. */
function readRoom(file: JsonValue): VectorRoom {
  const fields = file.record(
    ['member_count', 'display_name', 'power_levels', 'creators', 'version'],
    'an object with the member_count of the room',
  )
  const { member_count, display_name, power_levels, creators, version } = fields
  if (power_levels.isThere) power_levels.object('the content of m.room.power_levels')
  return {
    member_count: member_count.count('the number of joined members'),
    ...(display_name.isThere && { display_name: display_name.text('the display name of the owner of the rules') }),
    ...(power_levels.isThere && { power_levels: power_levels.value as PowerLevelsContent }),
    ...(creators.isThere && { creators: creators.list('a list of user IDs').map(String) }),
    ...(version.isThere && { version: version.text('the version of the room, in quotes') }),
  }
}
