import { type PushCondition, type PushRule, RULE_KINDS, type RuleKind, type Ruleset } from '../../spec/index.ts'
import { isObject, type JsonObject } from '../homeserver/body.ts'
import { invalidParam } from '../homeserver/errors.ts'
import type { Place } from '../homeserver/policies/rules.ts'
import { isEmpty, mapObjects, without } from './json.ts'
import { responding } from './rewrite.ts'
import { variant } from './variant.ts'

const RULESET = 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3pushrules'

const NEW_RULES = 'https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3pushrulesglobalkindruleid'
const CONDITIONS = 'https://spec.matrix.org/v1.19/client-server-api/#conditions-1'

const KNOWN_CONDITIONS = new Set([
  'event_match',
  'contains_display_name',
  'room_member_count',
  'sender_notification_permission',
  'event_property_is',
  'event_property_contains',
])

/** Push rules: how they are kept, listed, changed and refused. */
export const RULE_VARIANTS = [
  variant('own-rules-before-all-defaults', {
    summary: "The user's own rules of all kinds are tried before any default rule but the master rule",
    allowedBy: ['rules.default-before-lower-kind'],
    rules: (correct) => ({
      compile(ruleset, options) {
        const isEarly = ({ default: isDefault, rule_id }: PushRule) => !isDefault || rule_id === '.m.rule.master'
        const early = correct.compile(onlyRules(ruleset, isEarly), options)
        const late = correct.compile(
          onlyRules(ruleset, (rule) => !isEarly(rule)),
          options,
        )
        return { evaluate: (...args) => early.evaluate(...args) ?? late.evaluate(...args) }
      },
    }),
  }),
  variant('empty-kinds-omitted', {
    summary: 'A kind without rules is not in the list of rules',
    allowedBy: [RULESET],
    wrap: responding(({ status, body }) => ({ status, body: mapObjects(body, withoutEmptyKinds) })),
  }),
  variant('own-rules-listed-last', {
    summary: 'Default rules are listed before those of the user, and these from the least important to the most',
    allowedBy: ['rules.listed-by-priority'],
    rules: () => ({
      list: (ruleset) =>
        Object.fromEntries(
          RULE_KINDS.map((kind) => {
            const rules = ruleset[kind] ?? []
            const own = rules.filter((rule) => !rule.default)
            return [kind, [...rules.filter((rule) => rule.default), ...own.toReversed()]]
          }),
        ),
    }),
  }),
  variant('lists-in-another-order', {
    summary: 'The rules of each kind and the conditions of each rule are listed from the last to the first',
    allowedBy: ['rules.listed-by-priority', CONDITIONS],
    rules: () => ({
      list: (ruleset) =>
        Object.fromEntries(RULE_KINDS.map((kind) => [kind, (ruleset[kind] ?? []).map(turned).toReversed()])),
    }),
  }),
  variant('new-rules-go-last', {
    summary: 'A new rule that names no neighbour becomes the least important of its kind',
    allowedBy: [NEW_RULES],
    deviatesFrom: ['rules.new-on-top'],
    rules: (correct) => ({
      put(rules, rule, place) {
        const isNew = rules.every(({ rule_id }) => rule_id !== rule.rule_id)
        const isFree = place.before === undefined && place.after === undefined
        return isNew && isFree ? [...rules, rule] : correct.put(rules, rule, place)
      },
    }),
  }),
  variant('update-goes-on-top', {
    summary: 'A rule that is put again becomes the most important of its kind, and is enabled again',
    allowedBy: ['rules.update-and-position', 'rules.update-and-enabled'],
    rules: (correct) => ({
      put: (rules, rule, place) =>
        correct.put(
          rules.filter(({ rule_id }) => rule_id !== rule.rule_id),
          rule,
          place,
        ),
    }),
  }),
  variant('update-never-moves', {
    summary: 'A rule that is put again stays where it is, whatever before and after say',
    allowedBy: ['rules.move'],
    rules: (correct) => ({
      put: (rules, rule, place) =>
        correct.put(rules, rule, rules.some(({ rule_id }) => rule_id === rule.rule_id) ? known(rules, place) : place),
    }),
  }),
  variant('refuses-what-it-does-not-know', {
    summary: 'Rules with conditions that it does not know, and room and sender rules whose IDs are none, are refused',
    allowedBy: ['rules.unknown-action', 'rules.room-rule-ids'],
    rules: (correct) => ({
      read(kind, ruleId, body) {
        assertId(kind, ruleId)
        const rule = correct.read(kind, ruleId, body)
        const unknown = rule.conditions?.find((condition) => !KNOWN_CONDITIONS.has(condition.kind))
        if (unknown !== undefined) throw invalidParam(`There is no kind of condition "${unknown.kind}"`)
        return rule
      },
    }),
  }),
  variant('refuses-malformed-conditions', {
    summary: 'Rules with a condition that lacks a parameter, or has one of another type or form, are refused',
    allowedBy: ['conditions.malformed', 'conditions.malformed-rule', 'conditions.member-count.malformed'],
    rules: (correct) => ({
      read(kind, ruleId, body) {
        const rule = correct.read(kind, ruleId, body)
        const malformed = rule.conditions?.find((condition) => !isWellFormed(condition))
        if (malformed !== undefined) throw invalidParam(`A condition is not as it should be: ${malformed.kind}`)
        return rule
      },
    }),
  }),
  variant('takes-what-it-does-not-know', {
    summary: 'Rules with unknown actions, and content rules without a pattern, are accepted and without effect',
    allowedBy: ['rules.unknown-action', 'rules.content-without-pattern', 'actions.unknown'],
    rules: (correct) => ({
      read(kind, ruleId, body) {
        const actions = Array.isArray(body.actions) ? body.actions : []
        if (!actions.every((action) => typeof action === 'string' || isObject(action))) {
          return correct.read(kind, ruleId, body)
        }
        const checked: JsonObject = { ...body, ...(Array.isArray(body.actions) ? { actions: [] } : {}) }
        if (kind === 'content' && body.pattern === undefined) {
          const { pattern: _, ...rule } = correct.read(kind, ruleId, { ...checked, pattern: '' })
          return { ...rule, actions }
        }
        return { ...correct.read(kind, ruleId, checked), actions }
      },
    }),
  }),
  variant('historical-actions-dropped', {
    summary: 'The actions dont_notify and coalesce are not kept with a rule',
    allowedBy: ['actions.historical.ignored', 'actions.historical.no-ops'],
    span: { since: 'v1.7' },
    rules: (correct) => ({
      read: (kind, ruleId, body) => withoutHistorical(correct.read(kind, ruleId, body)),
      changeDefault: (rule, change) => withoutHistorical(correct.changeDefault(rule, change)),
    }),
  }),
]

/** The rule with its conditions the other way round, which has the same meaning, as all of them have to hold. */
function turned(rule: PushRule): PushRule {
  return rule.conditions === undefined ? rule : { ...rule, conditions: rule.conditions.toReversed() }
}

function withoutEmptyKinds(object: JsonObject): JsonObject {
  return without(
    object,
    (value, name) => (RULE_KINDS as readonly string[]).includes(name) && Array.isArray(value) && isEmpty(value),
  )
}

/** No place, but for one that has to be refused. */
function known(rules: readonly PushRule[], { before, after }: Place): Place {
  const neighbour = before ?? after
  return neighbour === undefined || rules.some(({ rule_id }) => rule_id === neighbour) ? {} : { before: neighbour }
}

function assertId(kind: RuleKind, ruleId: string): void {
  const sigil = kind === 'room' ? '!' : kind === 'sender' ? '@' : ''
  if (!ruleId.startsWith(sigil)) throw invalidParam(`The ID of a ${kind} rule has to begin with "${sigil}"`)
}

function isWellFormed({ kind, key, pattern, is, value }: PushCondition): boolean {
  if (kind === 'event_match') return typeof key === 'string' && typeof pattern === 'string'
  if (kind === 'room_member_count') return typeof is === 'string' && /^(==|<|>|<=|>=)?\d+$/.test(is)
  if (kind === 'sender_notification_permission') return typeof key === 'string'
  if (/^event_property_(is|contains)$/.test(kind)) return typeof key === 'string' && isScalar(value)
  return true
}

function isScalar(value: unknown): boolean {
  return value === null || /^(string|boolean)$/.test(typeof value) || Number.isSafeInteger(value)
}

function withoutHistorical(rule: PushRule): PushRule {
  return { ...rule, actions: rule.actions.filter((action) => action !== 'dont_notify' && action !== 'coalesce') }
}

/** A ruleset with some of its rules. */
function onlyRules(ruleset: Ruleset, isKept: (rule: PushRule) => boolean): Ruleset {
  return Object.fromEntries(RULE_KINDS.map((kind) => [kind, (ruleset[kind] ?? []).filter(isKept)]))
}
