import { quote } from '../../common/text.ts'
import { atLeast, RULE_KINDS, type RuleKind, type SpecVersion, within } from '../../spec/index.ts'
import {
  ACTION_NAMES,
  MATCHERS,
  type Matcher,
  type PutRule,
  RULE_NAMES,
  UNUSUAL_RULE_NAMES,
  USERS,
  type UserName,
  WORDS,
} from '../history.ts'
import { probeNamed, probesFor } from '../model/probes.ts'
import { ordersAfterDelete, ordersAfterPut } from '../model/rule-orders.ts'
import type { RuleSubject, Situation } from '../model/situation.ts'
import type { Choice } from './choice.ts'
import { changing, person, type StepOf, stepKind } from './step-kind.ts'

/** Default rules that steps change. None of them is about members, whose events a target sends by itself. */
const DEFAULTS: readonly { kind: RuleKind; rule: string; since?: SpecVersion; until?: SpecVersion }[] = [
  { kind: 'override', rule: '.m.rule.master' },
  { kind: 'override', rule: '.m.rule.suppress_notices' },
  { kind: 'override', rule: '.m.rule.is_user_mention', since: 'v1.7' },
  { kind: 'override', rule: '.m.rule.contains_display_name', until: 'v1.17' },
  { kind: 'override', rule: '.m.rule.is_room_mention', since: 'v1.7' },
  { kind: 'override', rule: '.m.rule.tombstone' },
  { kind: 'override', rule: '.m.rule.reaction', since: 'v1.7' },
  { kind: 'override', rule: '.m.rule.suppress_edits', since: 'v1.9' },
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
      const same = choice.chance(UNCHANGED) ? drawUnchanged(situation, user, choice) : undefined
      const change = same ?? (choice.chance(MOVES) ? drawMove(situation, user, choice) : undefined)
      if (change !== undefined) return change
      const drawn = choice.chance(RIVALS) ? drawRival(situation, user, choice) : drawRule(situation, choice)
      if (drawn === undefined) return undefined
      const placement = drawPlacement([...situation.user(user).rules[drawn.kind].rules.keys()], drawn.rule, choice)
      const step: PutRule = { do: 'put-rule', user, ...drawn, actions: choice.among(ACTION_NAMES), ...placement }
      return canPut(situation, step) ? step : undefined
    },
    isPossible: canPut,
    apply(situation, { user, kind, rule, matcher, actions, before, after }) {
      const ofKind = situation.user(user).rules[kind]
      const exists = ofKind.rules.has(rule)
      ofKind.orders = ordersAfterPut(ofKind.orders, { rule, exists, placement: { before, after } })
      ofKind.rules.set(rule, { matcher, actions, enabled: true })
      noteChange(situation, user, { matcher })
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
      return {
        do: 'enable-rule',
        user,
        kind: found.kind,
        rule: found.rule,
        enabled: isEnabled(situation, user, found) === choice.chance(UNCHANGED),
      }
    },
    isPossible: (situation, { user, kind, rule }) => exists(situation, user, kind, rule),
    apply(situation, { user, kind, rule, enabled }) {
      const own = situation.user(user).rules[kind].rules.get(rule)
      if (own !== undefined) own.enabled = enabled
      else changeDefault(situation, user, kind, rule, { enabled })
      noteChange(situation, user, own === undefined ? { defaultRule: rule } : { matcher: own.matcher })
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
      if (found === undefined) return undefined
      const { kind, rule } = found
      const present = situation.user(user).rules[kind].rules.get(rule)?.actions
      const actions = (choice.chance(UNCHANGED) ? present : undefined) ?? choice.among(ACTION_NAMES)
      return { do: 'change-actions', user, kind, rule, actions }
    },
    isPossible: (situation, { user, kind, rule }) => exists(situation, user, kind, rule) && rule !== '.m.rule.master',
    apply(situation, { user, kind, rule, actions }) {
      const own = situation.user(user).rules[kind].rules.get(rule)
      if (own !== undefined) own.actions = actions
      else changeDefault(situation, user, kind, rule, { actions })
      noteChange(situation, user, own === undefined ? { defaultRule: rule } : { matcher: own.matcher })
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
      const deleted = ofKind.rules.get(rule)
      if (deleted !== undefined) noteChange(situation, user, { matcher: deleted.matcher })
      ofKind.rules.delete(rule)
      ofKind.orders = ordersAfterDelete(ofKind.orders, rule)
    },
    perform: changing('rules', ({ target }, step) => target.deleteRule(step)),
    describe: ({ user, kind, rule }) => `${person(user)} deletes the ${kind} rule "${rule}"`,
  }),
]

/** Share of rules that match what another rule of the user matches, in percent: only then does their order show. */
const RIVALS = 55

/** Share of changes that change nothing, in percent. */
const UNCHANGED = 20

/** Share of puts that only move a rule, in percent, if there are several. */
const MOVES = 15

/** Number of changed rules that messages are about more often. */
const MAX_CHANGED = 3

/** Records that a rule changed, so that messages are drawn that show it. */
function noteChange(situation: Situation, user: UserName, subject: RuleSubject): void {
  const { changed } = situation.user(user)
  changed.unshift(subject)
  changed.splice(MAX_CHANGED)
}

/** Draws a rule as it is already. */
function drawUnchanged(situation: Situation, user: UserName, choice: Choice): PutRule | undefined {
  const found = choice.of(
    RULE_KINDS.flatMap((kind) =>
      [...situation.user(user).rules[kind].rules].map(([rule, own]) => ({ kind, rule, own })),
    ),
  )
  if (found === undefined) return undefined
  const { kind, rule, own } = found
  const step: PutRule = { do: 'put-rule', user, kind, rule, matcher: own.matcher, actions: own.actions }
  return canPut(situation, step) ? step : undefined
}

/** Draws a rule as it is, between two others of its kind. */
function drawMove(situation: Situation, user: UserName, choice: Choice): PutRule | undefined {
  const { rules: ofKinds } = situation.user(user)
  const kind = choice.of(RULE_KINDS.filter((name) => ofKinds[name].rules.size > 2))
  if (kind === undefined) return undefined
  const { rules } = ofKinds[kind]
  const found = choice.of([...rules])
  if (found === undefined) return undefined
  const [rule, { matcher, actions }] = found
  const others = [...rules.keys()].filter((other) => other !== rule)
  const before = choice.of(others)
  const after = choice.of(others.filter((other) => other !== before))
  if (before === undefined || after === undefined) return undefined
  const step: PutRule = { do: 'put-rule', user, kind, rule, matcher, actions, before, after }
  return canPut(situation, step) ? step : undefined
}

/** Rule that is drawn, without its place and its actions. */
type DrawnRule = Pick<PutRule, 'kind' | 'rule' | 'matcher'>

function drawRule(situation: Situation, choice: Choice): DrawnRule | undefined {
  const kind = choice.among<RuleKind>(['override', 'content', ...RULE_KINDS])
  const matcher = drawMatcher(kind, choice, situation)
  const rule = matcher?.room ?? matcher?.sender ?? ''
  return matcher && { kind, rule: hasNameOfItsOwn(kind) ? drawName(situation, choice) : rule, matcher }
}

/** Draws a rule for the events of another one: mostly a further one of its kind, or that rule itself once more. */
function drawRival(situation: Situation, user: UserName, choice: Choice): DrawnRule | undefined {
  const { rules } = situation.user(user)
  const others = RULE_KINDS.filter(hasNameOfItsOwn).flatMap((kind) =>
    [...rules[kind].rules.values()].map(({ matcher }) => ({ kind, matcher })),
  )
  const [first, ...further] = others
  if (first === undefined) return drawRule(situation, choice)
  // Only the order of rules that match the same shows: the more there are for one thing, the better
  const other = choice.mostlyFirst([first, ...further])
  const { matcher } = other
  const isPattern = matcher.kind === undefined || matcher.kind === 'word'
  const kind = choice.chance(80) || other.kind === 'content' || !isPattern ? other.kind : choice.among(PATTERN_KINDS)
  const used = [...rules[kind].rules.keys()]
  const free = RULE_NAMES.filter((name) => !used.includes(name))
  const rule = (choice.chance(70) ? choice.of(free) : undefined) ?? drawName(situation, choice)
  return { kind, rule, matcher }
}

/** Share of rules with an unusual name, in percent. */
const UNUSUAL = 15

function drawName({ specVersion }: Situation, choice: Choice): string {
  // Before v1.5 it is not certain which characters the ID of a rule can have
  return atLeast(specVersion, 'v1.5') && choice.chance(UNUSUAL)
    ? choice.among(UNUSUAL_RULE_NAMES)
    : choice.among(RULE_NAMES)
}

/** Kinds whose rules are named as their user wants. */
const PATTERN_KINDS = ['override', 'underride'] as const satisfies RuleKind[]

function hasNameOfItsOwn(kind: RuleKind): boolean {
  return kind === 'content' || kind === 'override' || kind === 'underride'
}

function drawPlacement(names: readonly string[], rule: string, choice: Choice): Pick<PutRule, 'before' | 'after'> {
  const others = names.filter((other) => other !== rule)
  const before = choice.chance(45) ? choice.of(others) : undefined
  const after = choice.chance(45) ? choice.of(others.filter((other) => other !== before)) : undefined
  return { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }
}

function drawMatcher(kind: RuleKind, choice: Choice, situation: Situation): Matcher | undefined {
  const room = choice.of([...situation.rooms.keys()])
  if (kind === 'room') return room === undefined ? undefined : { room }
  if (kind === 'sender') return { sender: choice.among(USERS) }
  const isContent = kind === 'content'
  const about = choice.chance(45) ? 'probe' : choice.among(MATCHERS)
  if (about === 'probe') {
    const probe = choice.of(probesFor(situation.specVersion, { patternsOnly: isContent }))
    return probe === undefined ? undefined : isContent ? { probe } : { kind: about, probe }
  }
  const word = choice.mostlyFirst(WORDS)
  if (isContent) return { word }
  switch (about) {
    case 'notice':
    case 'name':
    case 'reaction':
    case 'room name':
    case 'departure':
      return { kind: about }
    // As an underride rule, it leaves out the events of members, which a target sends by itself
    case 'anything':
      return kind === 'underride' ? { kind: about } : { kind: 'word', word }
    case 'word in the room':
      return room === undefined ? undefined : { kind: about, word, room }
    case 'word of the sender':
      return { kind: about, word, sender: choice.among(USERS) }
    default:
      return { kind: about, word }
  }
}

/** Reports whether a rule can be put, so that there is no doubt about what it does. */
function canPut(situation: Situation, { user, kind, rule, matcher, before, after }: PutRule): boolean {
  const { rules, orders } = situation.user(user).rules[kind]
  if (matcher.room !== undefined && !situation.rooms.has(matcher.room)) return false
  if (matcher.kind === 'anything' && kind !== 'underride') return false
  if (
    matcher.probe !== undefined &&
    !probesFor(situation.specVersion, { patternsOnly: kind === 'content' }).includes(matcher.probe)
  )
    return false
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
  return [...own, ...DEFAULTS.filter((span) => within(situation.specVersion, span))]
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

function purpose(kind: RuleKind, { kind: about, word, room, sender, probe }: Matcher): string {
  if (kind === 'room' || kind === 'sender') return ''
  if (probe !== undefined) return ` for ${probe} (${quote(probeNamed(probe).pattern ?? probeNamed(probe).condition)})`
  if (word === undefined) return PURPOSES[about ?? ''] ?? ''
  const where = room === undefined ? '' : ` in ${room}`
  const whose = sender === undefined ? '' : ` of ${person(sender)}`
  return ` for the word "${word}"${where}${whose}${PURPOSES[about ?? ''] ?? ''}`
}

/** Ends of sentences about rules, by what they are for. */
const PURPOSES: Record<string, string> = {
  notice: ' for notices',
  name: ' for the display name of the user',
  reaction: ' for reactions',
  'room name': ' for names of rooms',
  departure: ' for members who leave',
  anything: ' for everything',
  'word among many': ' in rooms with more than two members',
  'word of two': ' in rooms with two members',
  'word of few': ' in rooms with fewer than three members',
  'word with power': ' of those who may notify the room',
  'word and an unknown kind': ' and a condition of an unknown kind',
}
