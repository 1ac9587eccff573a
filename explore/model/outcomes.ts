import { type CompiledRuleset, compile, type PushEvent, type RoomContext } from '../../reference/rules/index.ts'
import {
  atLeast,
  defaultRuleset,
  type PushRule,
  RULE_KINDS,
  type RuleKind,
  type Ruleset,
  type SpecVersion,
} from '../../spec/index.ts'
import type { UserName } from '../history.ts'
import { actionsOf, FENCE_RULE, FENCE_WORD, type Identifiers, matchingPartOf, ruleIdOf } from './concrete-rules.ts'
import { type Outcome, withOutcome } from './notices.ts'
import type { Situation } from './situation.ts'

/** Facts about a target that the specification leaves to it. */
export interface RuleFacts extends Identifiers {
  /** Server-default rules of a user as the target listed them at first */
  defaultsOf(name: UserName): Ruleset
}

/** Event, and the state of its room that conditions can test. There are several if the specification leaves room. */
export interface EvaluatedEvent {
  event: PushEvent
  contexts: readonly RoomContext[]
}

const MASTER = '.m.rule.master'

/** Rule that matches, with what it does. */
interface Match {
  id: string
  outcome: Outcome
}

/** Event in one state of its room, with patterns of one version. */
interface Evaluation {
  event: PushEvent
  context: RoomContext
  /** Index of the version */
  patterns: number
}

/** Rules that match an event, of one kind. */
interface MatchesOfKind {
  kind: RuleKind
  /** Those that can be the highest of the user's own */
  own: Match[]
  /** Those that can be the highest of the server-default ones */
  default: Match[]
}

/** Returns the server-default rules of a user as they are now. */
export function currentDefaults(situation: Situation, user: UserName, facts: RuleFacts): Required<Ruleset> {
  const { defaults: changes } = situation.user(user)
  const listed = facts.defaultsOf(user)
  const lists = RULE_KINDS.map((kind) => [
    kind,
    (listed[kind] ?? []).map((rule) => {
      const change = changes.get(rule.rule_id)
      if (change === undefined || change.kind !== kind) return rule
      return {
        ...rule,
        ...(change.enabled === undefined ? {} : { enabled: change.enabled }),
        ...(change.actions === undefined ? {} : { actions: actionsOf(change.actions, situation.specVersion) }),
      }
    }),
  ])
  return Object.fromEntries(lists) as Required<Ruleset>
}

/** Rule for the messages that are always pushed */
const FENCE: PushRule = {
  rule_id: FENCE_RULE,
  default: false,
  enabled: true,
  conditions: [{ kind: 'event_match', key: 'content.body', pattern: FENCE_WORD }],
  actions: ['notify'],
}

/** Returns the rule for the messages that are always pushed. */
export function fenceRule(): PushRule {
  return structuredClone(FENCE)
}

/** Returns the rules of a user's own of one kind, in no particular order, by their names in the history. */
export function ownRules(
  situation: Situation,
  user: UserName,
  kind: RuleKind,
  ids: Identifiers,
): { name: string; rule: PushRule }[] {
  const { rules } = situation.user(user).rules[kind]
  return [...rules].map(([name, { matcher, actions, enabled }]) => ({
    name,
    rule: {
      rule_id: ruleIdOf(kind, name, matcher, ids),
      default: false,
      enabled,
      ...matchingPartOf(kind, matcher, ids),
      actions: actionsOf(actions, situation.specVersion),
    },
  }))
}

/** Evaluator of events for users, with every outcome that the specification allows. */
export class Outcomes {
  readonly #situation: Situation
  readonly #facts: RuleFacts
  /** Server-default rules of the specification */
  readonly #specified: Ruleset
  /** Versions whose patterns a target can use: before v1.3, it is only recommended that they match parts of values */
  readonly #patterns: readonly SpecVersion[]
  /** Rules that were compiled alone, for each of these versions: default rules are the same objects for every event */
  readonly #compiled = new WeakMap<PushRule, CompiledRuleset[]>()

  constructor(situation: Situation, facts: RuleFacts) {
    this.#situation = situation
    this.#facts = facts
    const { specVersion } = situation
    this.#patterns = atLeast(specVersion, 'v1.3') ? [specVersion] : [specVersion, 'v1.3']
    this.#specified = defaultRuleset(situation.specVersion, '@nobody:example.org')
  }

  /** Returns every outcome that an event can have for a user who did not send it. */
  for(user: UserName, { event, contexts }: EvaluatedEvent): Outcome[] {
    let outcomes: Outcome[] = []
    for (const context of contexts) {
      for (const patterns of this.#patterns.keys()) {
        const matches = RULE_KINDS.map((kind) => this.#matchesOf(user, kind, { event, context, patterns }))
        for (const found of [...inOrderOfKinds(matches), ...this.#ownRulesFirst(matches)]) {
          outcomes = withOutcome(outcomes, found)
        }
      }
    }
    return outcomes
  }

  #matchesOf(user: UserName, kind: RuleKind, evaluation: Evaluation): MatchesOfKind {
    const { specVersion } = this.#situation
    const match = (rule: PushRule) => this.#evaluate(kind, rule, evaluation)
    const fence = kind === 'override' ? match(FENCE) : undefined
    const own = ownRules(this.#situation, user, kind, this.#facts).flatMap(({ name, rule }) => {
      const outcome = match(rule)
      return outcome === undefined ? [] : [{ id: name, outcome }]
    })
    const ofServer = currentDefaults(this.#situation, user, this.#facts)[kind].flatMap((rule) => {
      const outcome = match(rule)
      return outcome === undefined ? [] : [{ id: rule.rule_id, outcome }]
    })
    const { orders } = this.#situation.user(user).rules[kind]
    const byServer = defaultOrders(kind, this.#facts.defaultsOf(user), this.#specified)
    // Since v1.5 the master rule precedes all others, before only the user's own override rules did not follow it
    const master =
      kind === 'override' && atLeast(specVersion, 'v1.5') ? ofServer.find(({ id }) => id === MASTER) : undefined
    if (master !== undefined) return { kind, own: [master], default: [] }
    return {
      kind,
      own: fence === undefined ? highestOf(own, orders).map(among(own)) : [{ id: FENCE_RULE, outcome: fence }],
      default: highestOf(ofServer, byServer),
    }
  }

  #evaluate(kind: RuleKind, rule: PushRule, { event, context, patterns }: Evaluation): Outcome | undefined {
    const compiled =
      this.#compiled.get(rule) ?? this.#patterns.map((specVersion) => compile({ [kind]: [rule] }, { specVersion }))
    this.#compiled.set(rule, compiled)
    const found = compiled[patterns]?.evaluate(event, context)
    if (found === undefined) return undefined
    const { notify, highlight, tweaks } = found
    return {
      notify,
      highlight,
      tweaks: withoutNeutral(tweaks),
      actions: rule.actions,
      rule: { kind, id: rule.rule_id, isDefault: rule.default },
    }
  }

  /**
   * Returns the outcomes if the rules of a user precede all server-default ones: one sentence of the specification ranks
   * them so, and the order of kinds says otherwise.
   */
  #ownRulesFirst(matches: readonly MatchesOfKind[]): Outcome[] {
    const master = matches.flatMap((ofKind) => ofKind.default).find(({ id }) => id === MASTER)
    const [override, ...others] = matches
    if (override !== undefined && override.own.length > 0) return override.own.map(({ outcome }) => outcome)
    if (master !== undefined) return [master.outcome]
    const own = others.find((ofKind) => ofKind.own.length > 0)?.own
    const found = own ?? matches.find((ofKind) => ofKind.default.length > 0)?.default
    return found?.map(({ outcome }) => outcome) ?? [NO_RULE]
  }
}

/** Returns a function that adds the names of all own rules that match. */
function among(own: readonly Match[]): (match: Match) => Match {
  const names = own.map(({ id }) => id)
  return ({ id, outcome }) => {
    const { rule } = outcome
    return rule === undefined
      ? { id, outcome }
      : { id, outcome: { ...outcome, rule: { ...rule, amongOwn: { name: id, names } } } }
  }
}

/** Outcome if no rule matches. */
const NO_RULE: Outcome = { notify: false, highlight: false, tweaks: {}, actions: [] }

function inOrderOfKinds(matches: readonly MatchesOfKind[]): Outcome[] {
  for (const ofKind of matches) {
    if (ofKind.own.length > 0) return ofKind.own.map(({ outcome }) => outcome)
    if (ofKind.default.length > 0) return ofKind.default.map(({ outcome }) => outcome)
  }
  return [NO_RULE]
}

/** Returns those of the rules that match that are the highest one in some order. */
function highestOf(matches: readonly Match[], orders: readonly (readonly string[])[]): Match[] {
  const highest = orders.map((order) => order.find((id) => matches.some((match) => match.id === id)))
  return matches.filter(({ id }) => highest.includes(id))
}

/** Leaves out a highlight that is false, which is the same as none. */
export function withoutNeutral({ highlight, ...tweaks }: Record<string, unknown>): Record<string, unknown> {
  return highlight === undefined || highlight === false ? tweaks : { ...tweaks, highlight }
}

/**
 * Returns the orders in which a target can evaluate its default rules: that of the specification if it lists them so,
 * forwards or backwards, and otherwise that one or its own.
 */
function defaultOrders(kind: RuleKind, listed: Ruleset, specification: Ruleset): string[][] {
  const ids = (listed[kind] ?? []).map(({ rule_id }) => rule_id)
  const specified = (specification[kind] ?? []).map(({ rule_id }) => rule_id)
  const known = ids.filter((id) => specified.includes(id))
  const expected = specified.filter((id) => ids.includes(id))
  if (isSame(known, expected)) return [ids]
  if (isSame(known.toReversed(), expected)) return [ids.toReversed()]
  const others = ids.filter((id) => !specified.includes(id))
  return [ids, [...expected, ...others]]
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.join('\n') === other.join('\n')
}
