import {
  atLeast,
  RULE_KINDS,
  type Ruleset,
  requirement,
  SPEC_VERSIONS,
  type Span,
  type SpecVersion,
  within,
} from '../../../spec/index.ts'
import type { Expected, RuleName, Vector, VectorEvent, VectorRoom } from '../../../suites/vectors/vector.ts'
import { type Cells, dropAbsent, fillIn, fillInTitle } from './placeholders.ts'
import { completeRules, type DefaultRules, rulesetsByVersion, type ShortRule } from './rulesets.ts'

/** A vector as a file has it, or what the vectors of a file or of a table have in common. */
export interface VectorSource extends Span {
  id: string
  title: string
  requirement: string
  user_id?: string
  condition?: unknown
  conditions?: unknown
  ruleset?: Partial<Record<string, ShortRule[]>>
  defaults?: boolean
  change?: DefaultRules['change']
  event?: Partial<VectorEvent>
  room?: Partial<VectorRoom>
  matches?: boolean
  rule?: string
  notify?: boolean
  tweaks?: Record<string, unknown>
}

/** Many vectors that differ in some values only. */
export interface TableSource extends Omit<VectorSource, 'id'> {
  columns: string[]
  rows: unknown[][]
  /** True if each row is also a vector with a content rule of the same pattern */
  as_content_rule?: boolean
}

/** Fields that all vectors of a file share, unless a vector has its own. */
export type Common = Partial<VectorSource>

/** Names of columns that set a field of the vector directly, without a placeholder. */
const FIELDS = ['id', 'requirement', 'since', 'until', 'matches', 'rule', 'notify', 'tweaks']

const USER = '@alice:example.org'

const EVENT: VectorEvent = {
  event_id: '$event:example.org',
  type: 'm.room.message',
  sender: '@bob:example.org',
  room_id: '!room:example.org',
  origin_server_ts: 1_700_000_000_000,
  content: { msgtype: 'm.text', body: 'Good morning' },
}

const ROOM: VectorRoom = {
  member_count: 3,
  display_name: 'Miss Liddell',
  power_levels: { users: { '@carol:example.org': 100 } },
  creators: ['@carol:example.org'],
  version: '11',
}

/**
 * Returns the vectors of a table, one for each row, or two if each row is also one about a content rule.
 *
 * @throws {RangeError} when the table is wrong, with a sentence that says why
 */
export function expandTable(table: TableSource): VectorSource[][] {
  const { columns, rows, as_content_rule: asContentRule = false, ...template } = table
  const used = new Set<string>(columns.filter((column) => FIELDS.includes(column)))
  const sources = rows.map((row, index) => {
    if (row.length !== columns.length) {
      throw new RangeError(
        `Row ${index + 1}: expected ${columns.length} cells, one for each column, found ${row.length}`,
      )
    }
    const cells: Cells = new Map(columns.map((column, position) => [column, row[position]]))
    const direct = Object.fromEntries([...cells].filter(([column]) => FIELDS.includes(column)))
    const filled = fillIn({ ...template, title: '' }, cells, (column) => used.add(column)) as VectorSource
    return { ...filled, ...direct, title: fillInTitle(table.title, cells) }
  })
  for (const column of columns) {
    if (used.has(column) || table.title.includes(`$${column}`)) continue
    throw new RangeError(`The column "${column}" is not used`)
  }
  return sources.map((source) => (asContentRule ? [source, withContentRule(source)] : [source]))
}

/**
 * Returns the same vector with a content rule instead of the condition. The rule highlights, because some evaluators
 * highlight every match of a content rule, which another vector is about.
 *
 * @throws {RangeError} when the vector is not about a pattern for the body
 */
function withContentRule({ condition, tweaks: _, ...source }: VectorSource): VectorSource {
  const { kind, key, pattern } = Object(condition) as Record<string, unknown>
  if (kind !== 'event_match' || key !== 'content.body') {
    throw new RangeError('"as_content_rule": expected a condition event_match on content.body beside it')
  }
  const rule: ShortRule = {
    rule_id: 'vector',
    pattern: pattern as string,
    actions: ['notify', { set_tweak: 'highlight' }],
  }
  return {
    ...source,
    id: `${source.id}-as-content-rule`,
    title: `${source.title}, as a content rule`,
    ruleset: { content: [rule] },
    ...(source.matches && { tweaks: { highlight: true } }),
  }
}

/**
 * Returns a complete vector.
 *
 * @param rulesets receives the rulesets that depend on the version, by name
 * @throws {RangeError} when the vector is wrong, with a sentence that says why
 */
export function expandVector(theme: string, own: VectorSource, common: Common, rulesets: Map<string, Ruleset>): Vector {
  fillIn(own, new Map())
  const source = dropAbsent({ ...common, ...own }) as VectorSource
  const { title, user_id = USER } = source
  const id = `${theme}/${source.id}`
  const row = requirement(source.requirement)
  const span = intersect(source, row)
  const rules = rulesOf(source)
  if (source.change !== undefined && !source.defaults) {
    throw new RangeError('"change": expected "defaults: true" beside it; add that')
  }
  const versions = source.defaults
    ? rulesetsByVersion(rules, { ...(source.change && { change: source.change }) }, user_id, span)
    : [{ since: span.since, ruleset: rules }]
  const expected = expectedOf(source, rules)
  for (const { since, ruleset } of versions) checkRule(expected.rule, ruleset, since)
  return {
    id,
    title,
    requirement: row.id,
    level: row.level,
    ...span,
    user_id,
    ...(source.defaults
      ? { ruleset_by_version: versions.map((version) => shareRuleset(rulesets, id, version)) }
      : { ruleset: rules }),
    event: dropAbsent({ ...EVENT, ...common.event, ...own.event }) as VectorEvent,
    room: dropAbsent({ ...ROOM, ...common.room, ...own.room }) as VectorRoom,
    expected,
  }
}

/** Stores a ruleset once, under the id of the first vector that needs it and its version, and returns its name. */
function shareRuleset(
  rulesets: Map<string, Ruleset>,
  id: string,
  { since, ruleset }: { since: SpecVersion; ruleset: Ruleset },
) {
  const text = JSON.stringify(ruleset)
  const [name] = [...rulesets].find(([, other]) => JSON.stringify(other) === text) ?? [`${id}@${since}`]
  rulesets.set(name, ruleset)
  return { since, name }
}

function rulesOf({ condition, conditions, ruleset = {} }: VectorSource): Ruleset {
  if (condition === undefined && conditions === undefined) return completeRules(ruleset)
  if (Object.keys(ruleset).length > 0) {
    throw new RangeError(
      '"condition" and "conditions": expected no "ruleset" beside them; put them into one of its rules',
    )
  }
  const rule = { rule_id: 'vector', conditions: conditions === undefined ? [condition] : conditions } as ShortRule
  return completeRules({ override: [rule] })
}

function expectedOf({ matches, rule, notify, tweaks = {} }: VectorSource, rules: Ruleset): Expected {
  if (matches === false || rule === 'none') return { rule: null, notify: false, tweaks: {} }
  if (matches === undefined) return { rule: nameOf(rule ?? ''), notify: notify === true, tweaks }
  const only = RULE_KINDS.flatMap((kind) => (rules[kind] ?? []).map(({ rule_id }) => ({ kind, rule_id })))
  if (only[0] === undefined || only.length > 1) {
    throw new RangeError('"matches": expected a vector with one rule; use "rule" with its kind and id, or "none"')
  }
  return { rule: only[0], notify: true, tweaks }
}

function nameOf(rule: string): RuleName {
  const kind = RULE_KINDS.find((name) => rule.startsWith(`${name}/`))
  if (kind === undefined) throw new RangeError(`"rule": expected KIND/RULE_ID or "none", found "${rule}"`)
  return { kind, rule_id: rule.slice(kind.length + 1) }
}

function checkRule(rule: RuleName | null, ruleset: Ruleset, specVersion: SpecVersion): void {
  if (rule === null || ruleset[rule.kind]?.some((candidate) => candidate?.rule_id === rule.rule_id)) return
  throw new RangeError(`"rule": expected a rule that exists in ${specVersion}, found ${rule.kind}/${rule.rule_id}`)
}

/** The versions of a vector: those that it names, as far as its requirement has them. */
function intersect(own: Span, row: Span): { since: SpecVersion; until?: SpecVersion } {
  const specVersions = SPEC_VERSIONS.filter((specVersion) => within(specVersion, own) && within(specVersion, row))
  const [since] = specVersions
  if (since === undefined) throw new RangeError('No version has both the vector and its requirement')
  const until = SPEC_VERSIONS.find((specVersion) => atLeast(specVersion, since) && !specVersions.includes(specVersion))
  return { since, ...(until && { until }) }
}
