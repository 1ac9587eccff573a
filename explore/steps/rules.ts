import { RULE_KINDS, type RuleKind } from '../../spec/index.ts'
import {
  ACTION_NAMES,
  MATCHERS,
  type Matcher,
  type PutRule,
  RULE_NAMES,
  USERS,
  type UserName,
  WORDS,
} from '../history.ts'
import { ordersAfterDelete, ordersAfterPut } from '../model/rule-orders.ts'
import type { Situation } from '../model/situation.ts'
import type { Choice } from './choice.ts'
import { changing, person, type StepOf, stepKind } from './step-kind.ts'

/** Default rules that steps change. They are in every version, and none of them is about a room's own events. */
const DEFAULTS: readonly { kind: RuleKind; rule: string }[] = [
  { kind: 'override', rule: '.m.rule.master' },
  { kind: 'override', rule: '.m.rule.suppress_notices' },
  { kind: 'underride', rule: '.m.rule.message' },
  { kind: 'underride', rule: '.m.rule.room_one_to_one' },
  { kind: 'underride', rule: '.m.rule.encrypted' },
  { kind: 'underride', rule: '.m.rule.call' },
]

/** Steps that put, change and delete push rules. */
export const ruleSteps = [
  stepKind<PutRule>({
    do: 'put-rule',
    weight: 13,
    draw(situation, choice) {
      const user = choice.mostlyFirst(USERS)
      const kind = choice.among<RuleKind>(['override', 'content', ...RULE_KINDS])
      const matcher = drawMatcher(kind, choice, situation)
      if (matcher === undefined) return undefined
      const rule = matcher.room ?? matcher.sender ?? choice.among(RULE_NAMES)
      const name = kind === 'room' || kind === 'sender' ? rule : choice.among(RULE_NAMES)
      const others = [...situation.user(user).rules[kind].rules.keys()].filter((other) => other !== name)
      const neighbour = choice.chance(65) ? choice.of(others) : undefined
      const placement = neighbour === undefined ? {} : choice.chance(50) ? { before: neighbour } : { after: neighbour }
      const actions = choice.among(ACTION_NAMES)
      const step: PutRule = { do: 'put-rule', user, kind, rule: name, matcher, actions, ...placement }
      return canPut(situation, step) ? step : undefined
    },
    isPossible: canPut,
    apply(situation, { user, kind, rule, matcher, actions, before, after }) {
      const ofKind = situation.user(user).rules[kind]
      const exists = ofKind.rules.has(rule)
      ofKind.orders = ordersAfterPut(ofKind.orders, { rule, exists, placement: { before, after } })
      ofKind.rules.set(rule, { matcher, actions, enabled: true })
    },
    perform: changing('rules', ({ target }, step) => target.putRule(step)),
    describe: ({ user, kind, rule, matcher, actions, before, after }) =>
      `${person(user)} puts the ${kind} rule "${rule}"${purpose(kind, matcher)}, with the actions "${actions}"${
        before === undefined ? '' : `, before "${before}"`
      }${after === undefined ? '' : `, after "${after}"`}`,
  }),

  stepKind<StepOf<'enable-rule'>>({
    do: 'enable-rule',
    weight: 5,
    draw(situation, choice) {
      const user = choice.mostlyFirst(USERS)
      const found = choice.of(rulesOf(situation, user))
      if (found === undefined) return undefined
      return { do: 'enable-rule', user, ...found, enabled: !isEnabled(situation, user, found) }
    },
    isPossible: (situation, { user, kind, rule }) => exists(situation, user, kind, rule),
    apply(situation, { user, kind, rule, enabled }) {
      const own = situation.user(user).rules[kind].rules.get(rule)
      if (own !== undefined) own.enabled = enabled
      else changeDefault(situation, user, kind, rule, { enabled })
    },
    perform: changing('rules', ({ target }, step) => target.enableRule(step)),
    describe: ({ user, kind, rule, enabled }) =>
      `${person(user)} ${enabled ? 'enables' : 'disables'} the ${kind} rule "${rule}"`,
  }),

  stepKind<StepOf<'change-actions'>>({
    do: 'change-actions',
    weight: 5,
    draw(situation, choice) {
      const user = choice.mostlyFirst(USERS)
      const found = choice.of(rulesOf(situation, user).filter(({ rule }) => rule !== '.m.rule.master'))
      return found && { do: 'change-actions', user, ...found, actions: choice.among(ACTION_NAMES) }
    },
    isPossible: (situation, { user, kind, rule }) => exists(situation, user, kind, rule) && rule !== '.m.rule.master',
    apply(situation, { user, kind, rule, actions }) {
      const own = situation.user(user).rules[kind].rules.get(rule)
      if (own !== undefined) own.actions = actions
      else changeDefault(situation, user, kind, rule, { actions })
    },
    perform: changing('rules', ({ target }, step) => target.changeActions(step)),
    describe: ({ user, kind, rule, actions }) =>
      `${person(user)} sets the actions of the ${kind} rule "${rule}" to "${actions}"`,
  }),

  stepKind<StepOf<'delete-rule'>>({
    do: 'delete-rule',
    weight: 3,
    draw(situation, choice) {
      const user = choice.mostlyFirst(USERS)
      const found = choice.of(rulesOf(situation, user).filter(({ rule }) => !rule.startsWith('.')))
      return found && { do: 'delete-rule', user, ...found }
    },
    isPossible: (situation, { user, kind, rule }) => situation.user(user).rules[kind].rules.has(rule),
    apply(situation, { user, kind, rule }) {
      const ofKind = situation.user(user).rules[kind]
      ofKind.rules.delete(rule)
      ofKind.orders = ordersAfterDelete(ofKind.orders, rule)
    },
    perform: changing('rules', ({ target }, step) => target.deleteRule(step)),
    describe: ({ user, kind, rule }) => `${person(user)} deletes the ${kind} rule "${rule}"`,
  }),
]

function drawMatcher(kind: RuleKind, choice: Choice, situation: Situation): Matcher | undefined {
  const room = choice.of([...situation.rooms.keys()])
  if (kind === 'room') return room === undefined ? undefined : { room }
  if (kind === 'sender') return { sender: choice.among(USERS) }
  if (kind === 'content') return { word: choice.mostlyFirst(WORDS) }
  const about = choice.among(MATCHERS)
  if (about === 'notice') return { kind: about }
  const word = choice.mostlyFirst(WORDS)
  if (about === 'word in the room') return room === undefined ? undefined : { kind: about, word, room }
  return about === 'word of the sender' ? { kind: about, word, sender: choice.among(USERS) } : { kind: about, word }
}

/** Reports whether a rule can be put, so that there is no doubt about what it does. */
function canPut(situation: Situation, { user, kind, rule, matcher, before, after }: PutRule): boolean {
  const { rules, orders } = situation.user(user).rules[kind]
  if (matcher.room !== undefined && !situation.rooms.has(matcher.room)) return false
  // The specification does not say whether putting a disabled rule enables it
  if (rules.get(rule)?.enabled === false || orders.length > MAX_ORDERS) return false
  return [before, after].every((other) => other === undefined || (other !== rule && rules.has(other)))
}

/** Number of possible orders of rules from which too much is open. */
const MAX_ORDERS = 24

function rulesOf(situation: Situation, user: UserName): { kind: RuleKind; rule: string }[] {
  const own = RULE_KINDS.flatMap((kind) =>
    [...situation.user(user).rules[kind].rules.keys()].map((rule) => ({ kind, rule })),
  )
  return [...own, ...DEFAULTS]
}

function exists(situation: Situation, user: UserName, kind: RuleKind, rule: string): boolean {
  return rulesOf(situation, user).some((other) => other.kind === kind && other.rule === rule)
}

function isEnabled(situation: Situation, user: UserName, { kind, rule }: { kind: RuleKind; rule: string }): boolean {
  const { rules, defaults } = situation.user(user)
  return rules[kind].rules.get(rule)?.enabled ?? defaults.get(rule)?.enabled ?? rule !== '.m.rule.master'
}

function changeDefault(
  situation: Situation,
  user: UserName,
  kind: RuleKind,
  rule: string,
  change: { enabled: boolean } | { actions: (typeof ACTION_NAMES)[number] },
): void {
  const { defaults } = situation.user(user)
  defaults.set(rule, { ...defaults.get(rule), kind, ...change })
}

function purpose(kind: RuleKind, { kind: about, word, room, sender }: Matcher): string {
  if (kind === 'room' || kind === 'sender') return ''
  if (about === 'notice') return ' for notices'
  const where = room === undefined ? '' : ` in ${room}`
  const whose = sender === undefined ? '' : ` of ${person(sender)}`
  const many = about === 'word among many' ? ' in rooms with more than two members' : ''
  return ` for the word "${word}"${where}${whose}${many}`
}
