import { atLeast, type PushRule, RULE_KINDS, type Ruleset } from '../../spec/index.ts'
import { isObject } from '../homeserver/body.ts'
import { variant } from './variant.ts'

const MENTIONS = 'https://spec.matrix.org/v1.16/client-server-api/#user-and-room-mentions'

/** What conditions hold for, where that is left open. */
export const MATCHING_VARIANTS = [
  variant('names-anywhere', {
    summary: 'A display name is found within words too, and in its own letter case alone',
    allowedBy: ['conditions.display-name.words', 'conditions.display-name.case'],
    rules: (correct) => ({
      compile(ruleset, options) {
        const [named, nameless] = [true, false].map((holds) => correct.compile(decided(ruleset, holds), options))
        return {
          evaluate(event, room) {
            const body = isObject(event.content) ? event.content.body : undefined
            const isNamed =
              Boolean(room.displayName) && typeof body === 'string' && body.includes(room.displayName ?? '')
            return (isNamed ? named : nameless)?.evaluate(event, room)
          },
        }
      },
    }),
  }),
  variant('localparts-as-names', {
    summary: 'Who has no display name is found by the localpart of the user ID',
    allowedBy: ['conditions.display-name.none'],
    rules: (correct) => ({
      roomContext: (room, owner) => ({
        displayName: owner.user_id.replace(/^@([^:]*):.*$/, '$1'),
        ...correct.roomContext(room, owner),
      }),
    }),
  }),
  variant('invited-members-count', {
    summary: 'Who is invited counts as a member in conditions',
    allowedBy: ['conditions.member-count.invited'],
    rules: (correct) => ({
      roomContext: (room, owner) => ({
        ...correct.roomContext(room, owner),
        memberCount: room.members.filter(({ membership }) => /^(join|invite)$/.test(membership)).length,
      }),
    }),
  }),
  variant('guesses-all-mentions', {
    summary: 'The rules that look for names in the text are asked about events with m.mentions too',
    allowedBy: [MENTIONS],
    span: { since: 'v1.7', until: 'v1.17' },
    deviatesFrom: ['defaults.legacy-mentions-yield'],
    rules: (correct) => ({ compile: (ruleset, options) => correct.compile(unknownDefaults(ruleset), options) }),
  }),
  variant('patterns-as-later', {
    summary: 'Patterns are compared as since v1.3: with words of the body, with other values as a whole',
    allowedBy: ['conditions.event-match.early-wildcards', 'conditions.event-match.early-case'],
    span: { until: 'v1.3' },
    deviatesFrom: ['conditions.event-match.substring'],
    rules: (correct) => ({ compile: (ruleset) => correct.compile(ruleset, { specVersion: 'v1.3' }) }),
  }),
  variant('newer-conditions-known', {
    summary: 'Conditions of versions to come are understood already',
    allowedBy: ['conditions.kinds-to-come'],
    span: { until: 'v1.7' },
    rules: (correct) => ({
      compile(ruleset, options) {
        const usesNewer = ({ conditions = [] }: PushRule) =>
          conditions.some(({ kind }) => /^event_property_/.test(kind))
        const isNewer = RULE_KINDS.some((kind) => ruleset[kind]?.some(usesNewer))
        return correct.compile(
          ruleset,
          isNewer && atLeast(options.specVersion, 'v1.3') ? { specVersion: 'v1.7' } : options,
        )
      },
    }),
  }),
]

/** The ruleset with default rules that nobody knows by their IDs. */
function unknownDefaults(ruleset: Ruleset): Ruleset {
  const unknown = (rule: PushRule) => (rule.default ? { ...rule, rule_id: `${rule.rule_id}.too` } : rule)
  return Object.fromEntries(RULE_KINDS.map((kind) => [kind, (ruleset[kind] ?? []).map(unknown)]))
}

/** The ruleset as it is where the conditions on display names hold, or do not. */
function decided(ruleset: Ruleset, holds: boolean): Ruleset {
  const asks = ({ conditions }: PushRule) => conditions?.some(({ kind }) => kind === 'contains_display_name') ?? false
  const without = (rule: PushRule) => ({
    ...rule,
    conditions: rule.conditions?.filter(({ kind }) => kind !== 'contains_display_name') ?? [],
  })
  const rulesOf = (rules: readonly PushRule[]) =>
    rules.filter((rule) => holds || !asks(rule)).map((rule) => (asks(rule) ? without(rule) : rule))
  return Object.fromEntries(RULE_KINDS.map((kind) => [kind, rulesOf(ruleset[kind] ?? [])]))
}
