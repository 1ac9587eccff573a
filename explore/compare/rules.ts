import { isDeepStrictEqual } from 'node:util'
import { quote } from '../../common/text.ts'
import { type PushRule, RULE_KINDS, type RuleKind, type Ruleset } from '../../spec/index.ts'
import { Disagreement } from '../disagreement.ts'
import type { UserName } from '../history.ts'
import { currentDefaults, fenceRule, ownRules } from '../model/outcomes.ts'
import { person } from '../steps/step-kind.ts'
import type { Claim } from '../story/claim.ts'
import type { Trial } from '../trial/trial.ts'
import { comparableActions, matchesSame, rulesByName } from './comparable-rules.ts'

/**
 * Compares the push rules of a user: as the endpoint lists them with what the model has, and then with those in `/sync`.
 *
 * @returns the disagreement; undefined if there is none
 */
export async function differenceInRules(trial: Trial, user: UserName): Promise<Disagreement | undefined> {
  const listed = await trial.target.anySession(user).pushRules()
  const difference = differenceBetween(expectedRules(trial, user), listed, `the list of ${person(user)}'s rules`)
  if (difference !== undefined) {
    const disagreement = new Disagreement('rules', difference.requirement, difference.message)
    const claim = difference.about && claimOf(user, difference.about)
    return claim === undefined ? disagreement : disagreement.claiming(claim)
  }
  const scope = await trial.target.anySession(user).globalPushRules()
  const inScope = differenceBetween(listed, scope, `the list of ${person(user)}'s global rules`)
  if (inScope !== undefined) return new Disagreement('rules', 'rules-api.list-global', inScope.message)
  const byId = await differenceById(trial, user, listed)
  if (byId !== undefined) return byId
  const response = await trial.target.anySession(user).sync()
  const content = response.account_data?.events?.find(({ type }) => type === 'm.push_rules')?.content
  const global = (content as { global?: Ruleset } | undefined)?.global
  if (global === undefined) {
    return new Disagreement('rules', 'rules-sync.initial', `Expected ${person(user)}'s rules in /sync, found none`)
  }
  const inSync = differenceBetween(listed, global, `${person(user)}'s rules in /sync`)
  return inSync === undefined ? undefined : new Disagreement('rules', 'rules-sync.content', inSync.message)
}

/** Maximum number of rules that are read one by one. */
const MAX_READ = 3

/** Compares the latest rules of a user's own, read one by one, with those of the list. */
async function differenceById({ target }: Trial, name: UserName, listed: Ruleset): Promise<Disagreement | undefined> {
  const user = target.user(name)
  const own = [...rulesByName(listed)].filter(([, { rule }]) => !rule.default).slice(-MAX_READ)
  for (const [title, { kind, rule }] of own) {
    const what = `the ${title} of ${person(name)}, read by its ID,`
    const difference = differenceInRule(rule, await user.rule(kind, rule.rule_id), what)
    if (difference !== undefined) return new Disagreement('rules', 'rules-api.read-by-id', difference.message)
    const enabled = await user.isEnabled(kind, rule.rule_id)
    if (enabled !== rule.enabled) {
      const message = `Expected the enabled endpoint to say ${rule.enabled} for the ${title} of ${person(name)}, found ${enabled}`
      return new Disagreement('rules', 'rules-api.enabled-set', message)
    }
    const actions = await user.actionsOf(kind, rule.rule_id)
    if (!isDeepStrictEqual(comparableActions(actions), comparableActions(rule.actions))) {
      const message = `Expected the actions endpoint to return ${quote(rule.actions)} for the ${title} of ${person(name)}, found ${quote(actions)}`
      return new Disagreement('rules', 'rules-api.actions-set', message)
    }
  }
  return undefined
}

function expectedRules({ situation, target }: Trial, user: UserName): Ruleset {
  const defaults = currentDefaults(situation, user, target)
  const lists = RULE_KINDS.map((kind) => {
    const own = ownRules(situation, user, kind, target).map(({ rule }) => rule)
    return [kind, [...own, ...(kind === 'override' ? [fenceRule()] : []), ...defaults[kind]]]
  })
  return Object.fromEntries(lists) as Ruleset
}

/** Difference, and the requirement says how it should be. */
interface Difference {
  requirement: string
  message: string
  /** Rule as it should be, and as it is; undefined for one that should not be, or is not there */
  about?: { kind: RuleKind; ruleId: string; expected: PushRule | undefined; found: PushRule | undefined }
}

/** Returns what is expected of a rule, as data. */
function claimOf(user: UserName, about: NonNullable<Difference['about']>): Claim | undefined {
  const { kind: ruleKind, ruleId, expected, found } = about
  const rule = { user, ruleKind, ruleId }
  if (expected === undefined || found === undefined) return { kind: 'rule', ...rule, isListed: expected !== undefined }
  if (expected.enabled !== found.enabled) return { kind: 'enabled', ...rule, isEnabled: expected.enabled }
  if (isDeepStrictEqual(comparableActions(expected.actions), comparableActions(found.actions))) return undefined
  return { kind: 'actions', ...rule, actions: expected.actions }
}

/** Returns the first difference between push rules and those that are expected. */
export function differenceBetween(expected: Ruleset, found: Ruleset, where: string): Difference | undefined {
  const [required, present] = [rulesByName(expected), rulesByName(found)]
  for (const [name, { kind, rule }] of required) {
    const other = present.get(name)?.rule
    const about = { kind, ruleId: rule.rule_id, expected: rule, found: other }
    if (other === undefined) {
      const requirement = rule.default ? 'rules-api.list-complete' : 'rules-api.put-creates'
      return { requirement, message: `Expected the ${name} in ${where}, found it missing`, about }
    }
    const difference = differenceInRule(rule, other, `the ${name} in ${where}`)
    if (difference !== undefined) return { ...difference, about }
  }
  const extra = [...present].find(([name, { rule }]) => !required.has(name) && !rule.default)
  if (extra === undefined) return undefined
  const [name, { kind, rule }] = extra
  const about = { kind, ruleId: rule.rule_id, expected: undefined, found: rule }
  return { requirement: 'rules-api.delete', message: `Expected the ${name} not to be in ${where}, found it`, about }
}

function differenceInRule(expected: PushRule, found: PushRule, what: string): Difference | undefined {
  if (expected.enabled !== found.enabled) {
    const requirement = expected.default ? 'rules-api.enabled-default' : 'rules-api.enabled-set'
    return {
      requirement,
      message: `Expected ${what} to have enabled: ${expected.enabled}, found ${quote(found.enabled)}`,
    }
  }
  if (!isDeepStrictEqual(comparableActions(expected.actions), comparableActions(found.actions))) {
    const requirement = expected.default ? 'rules-api.actions-default' : 'rules-api.actions-set'
    const message = `Expected ${what} to have the actions ${quote(expected.actions)}, found ${quote(found.actions)}`
    return { requirement, message }
  }
  if (matchesSame(expected, found)) return undefined
  const [required, other] = [expected, found].map(({ conditions, pattern }) => quote({ conditions, pattern }))
  return { requirement: 'rules-api.put-updates', message: `Expected ${what} to match ${required}, found ${other}` }
}
