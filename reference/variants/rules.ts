import { atLeast, defaultRuleset, type PushRule, RULE_KINDS, type RuleKind, type Ruleset } from '../../spec/index.ts'
import { isObject, type JsonObject } from '../homeserver/body.ts'
import { invalidParam } from '../homeserver/errors.ts'
import type { Place, RulePolicies } from '../homeserver/policies/rules.ts'
import { isEmpty, mapObjects, without } from './json.ts'
import { answering } from './rewrite.ts'
import { variant } from './variant.ts'

const ACTIONS = 'https://spec.matrix.org/v1.19/client-server-api/#actions'
const RULESET = 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3pushrules'

/** Rules that other servers have besides those of the specification, by kind. */
const OTHER_DEFAULTS: Ruleset = {
  override: [
    {
      rule_id: '.org.example.rule.poll_response',
      default: true,
      enabled: true,
      conditions: [{ kind: 'event_match', key: 'type', pattern: 'org.example.poll.response' }],
      actions: [],
    },
  ],
  underride: [
    {
      rule_id: '.org.example.rule.poll_start',
      default: true,
      enabled: true,
      conditions: [{ kind: 'event_match', key: 'type', pattern: 'org.example.poll.start' }],
      actions: ['notify'],
    },
  ],
}

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
  variant('highlight-false-spelled-out', {
    differs: 'Default rules without a highlight say so, and those with one say that it is true',
    allowedBy: ['actions.no-highlight', 'actions.highlight-default'],
    rules: withDefaults((rule) => ({ ...rule, actions: spelledOut(rule.actions) })),
  }),
  variant('actions-in-another-order', {
    differs: 'The actions of default rules are listed with the tweaks first',
    allowedBy: [ACTIONS],
    rules: withDefaults((rule) => ({ ...rule, actions: rule.actions.toReversed() })),
  }),
  variant('other-default-rules', {
    differs: 'There are default rules that the specification does not list',
    allowedBy: ['defaults.others'],
    rules: (correct) => ({
      defaults(profile, userId) {
        const known = correct.defaults(profile, userId)
        const kinds = RULE_KINDS.map((kind) => [kind, [...(known[kind] ?? []), ...(OTHER_DEFAULTS[kind] ?? [])]])
        return Object.fromEntries(kinds)
      },
    }),
  }),
  variant('own-rules-before-all-defaults', {
    differs: "The user's own rules of all kinds are tried before any default rule but the master rule",
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
  variant('keeps-mention-rules', {
    differs: 'The default rules that look for names in the text are still there',
    allowedBy: ['defaults.legacy-removed'],
    span: { since: 'v1.17' },
    rules: (correct) => ({
      defaults(profile, userId) {
        const old = defaultRuleset('v1.16', userId)
        const known = correct.defaults(profile, userId)
        return { ...known, override: old.override ?? [], content: old.content ?? [] }
      },
    }),
  }),
  variant('empty-kinds-omitted', {
    differs: 'A kind without rules is not in the list of rules',
    allowedBy: [RULESET],
    wrap: answering(({ status, body }) => ({ status, body: mapObjects(body, withoutEmptyKinds) })),
  }),
  variant('own-rules-listed-last', {
    differs: 'Default rules are listed before those of the user, and these from the least important to the most',
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
  variant('update-goes-on-top', {
    differs: 'A rule that is put again becomes the most important of its kind, and is enabled again',
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
    differs: 'A rule that is put again stays where it is, whatever before and after say',
    allowedBy: ['rules.move'],
    rules: (correct) => ({
      put: (rules, rule, place) =>
        correct.put(rules, rule, rules.some(({ rule_id }) => rule_id === rule.rule_id) ? known(rules, place) : place),
    }),
  }),
  variant('refuses-what-it-does-not-know', {
    differs: 'Rules with conditions that it does not know, and room and sender rules whose IDs are none, are refused',
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
  variant('takes-what-it-does-not-know', {
    differs: 'Rules with unknown actions, and content rules without a pattern, are accepted and without effect',
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
    differs: 'The actions dont_notify and coalesce are not kept with a rule',
    allowedBy: ['actions.historical.ignored', 'actions.historical.no-ops'],
    span: { since: 'v1.7' },
    rules: (correct) => ({
      read: (kind, ruleId, body) => withoutHistorical(correct.read(kind, ruleId, body)),
      changeDefault: (rule, change) => withoutHistorical(correct.changeDefault(rule, change)),
    }),
  }),
  variant('invited-members-count', {
    differs: 'Who is invited counts as a member in conditions',
    allowedBy: ['conditions.member-count.invited'],
    rules: (correct) => ({
      roomContext: (room, owner) => ({
        ...correct.roomContext(room, owner),
        memberCount: room.members.filter(({ membership }) => /^(join|invite)$/.test(membership)).length,
      }),
    }),
  }),
  variant('newer-conditions-known', {
    differs: 'Conditions of versions to come are understood already',
    allowedBy: ['conditions.kinds-to-come'],
    span: { until: 'v1.7' },
    rules: (correct) => ({
      compile(ruleset, options) {
        const usesNewer = ({ conditions = [] }: PushRule) =>
          conditions.some(({ kind }) => /^event_property_/.test(kind))
        const isNewer = RULE_KINDS.some((kind) => ruleset[kind]?.some(usesNewer))
        return correct.compile(ruleset, isNewer && atLeast(options.profile, 'v1.3') ? { profile: 'v1.7' } : options)
      },
    }),
  }),
]

function withDefaults(change: (rule: PushRule) => PushRule) {
  return (correct: RulePolicies): Partial<RulePolicies> => ({
    defaults(profile, userId) {
      const known = correct.defaults(profile, userId)
      return Object.fromEntries(RULE_KINDS.map((kind) => [kind, known[kind]?.map(change) ?? []]))
    },
  })
}

function spelledOut(actions: PushRule['actions']): PushRule['actions'] {
  if (!actions.includes('notify')) return actions
  const others = actions.filter((action) => typeof action === 'string' || action.set_tweak !== 'highlight')
  return [...others, { set_tweak: 'highlight', value: others.length < actions.length }]
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

function withoutHistorical(rule: PushRule): PushRule {
  return { ...rule, actions: rule.actions.filter((action) => action !== 'dont_notify' && action !== 'coalesce') }
}

/** A ruleset with some of its rules. */
function onlyRules(ruleset: Ruleset, isKept: (rule: PushRule) => boolean): Ruleset {
  return Object.fromEntries(RULE_KINDS.map((kind) => [kind, (ruleset[kind] ?? []).filter(isKept)]))
}
