import type { PushRule, RuleKind, Ruleset } from '../../../spec/index.ts'
import { invalidParam, notFound, RequestError } from '../errors.ts'
import type { ChangedRules, RequestedPosition, RuleAction, RuleChange } from '../policies/rules-api.ts'
import type { Services } from '../services.ts'
import { notifyOfEarlier } from './notify.ts'

/** Identifies one rule of a user. */
export interface RuleName {
  userId: string
  /** Device that makes the request; absent if the server itself makes the change */
  deviceId?: string
  kind: RuleKind
  ruleId: string
}

/**
 * Returns a rule as the API lists it.
 *
 * @throws {RequestError} with M_NOT_FOUND when there is none
 */
export function findRule({ rulesets }: Services, name: RuleName): PushRule {
  const { userId, kind, ruleId } = name
  const rule = rulesets.of(userId).listed[kind].find(({ rule_id }) => rule_id === ruleId)
  if (rule === undefined) throw unknownRule(name)
  return rule
}

/**
 * Creates a rule, or updates the one with its ID.
 *
 * @throws {RequestError} when the neighbouring rule of the position is unknown
 */
export function putRule(services: Services, name: RuleName, rule: PushRule, requested: RequestedPosition): void {
  const { rulesApi } = services.policies
  const all = ownRules(services, name.userId)
  const own = all[name.kind] ?? []
  const position = rulesApi.position(requested, all, name.kind)
  const changed = rulesApi.put(own, rule, position)
  if (changed === undefined) {
    throw new RequestError(400, 'M_UNKNOWN', `Unknown rule in before or after: ${position.before ?? position.after}`)
  }
  replaceRules(services, { ...name, action: 'put' }, own, changed)
}

/**
 * Deletes a rule that the user created.
 *
 * @throws {RequestError} for default rules, and for unknown rules
 */
export function deleteRule(services: Services, name: RuleName): void {
  const { rulesApi } = services.policies
  if (findRule(services, name).default) {
    throw invalidParam(`The rule ${name.ruleId} is a default rule; disable it instead of deleting it`)
  }
  for (const kind of rulesApi.kinds(name.kind, 'delete')) {
    const own = ownRules(services, name.userId)[kind] ?? []
    replaceRules(services, { ...name, kind, action: 'delete' }, own, rulesApi.remove(own, name.ruleId))
  }
}

/**
 * Enables or disables a rule, or changes its actions.
 *
 * @throws {RequestError} for unknown rules
 */
export function changeRule(services: Services, name: RuleName, requested: RuleChange): void {
  const { rulesApi } = services.policies
  const rule = findRule(services, name)
  const change = rulesApi.change(rule, requested)
  if (change === undefined) throw unknownRule(name)
  const action = requested.actions === undefined ? 'enable' : 'set-actions'
  if (rule.default) {
    changeDefaultRule(services, { ...name, action }, change)
    return
  }
  for (const kind of rulesApi.kinds(name.kind, action)) {
    const own = ownRules(services, name.userId)[kind] ?? []
    const changed = own.map((one) => (one.rule_id === name.ruleId ? { ...one, ...change } : one))
    replaceRules(services, { ...name, kind, action }, own, changed)
  }
}

function changeDefaultRule(services: Services, name: RuleName & { action: RuleAction }, change: RuleChange): void {
  const { policies, store } = services
  const { userId, kind, ruleId } = name
  store.transaction(() => {
    store.pushRules.changeDefault(policies.rulesApi.ownerOfChanges(userId), { kind, rule_id: ruleId, ...change })
    rulesChanged(services, name)
  })
}

function unknownRule({ kind, ruleId }: RuleName): RequestError {
  return notFound(`There is no ${kind} rule with the ID ${JSON.stringify(ruleId)}`)
}

function ownRules({ policies, store }: Services, userId: string): Ruleset {
  return store.pushRules.ofUser(policies.rulesApi.ownerOfRules(userId))
}

function replaceRules(
  services: Services,
  changed: ChangedRules,
  before: readonly PushRule[],
  after: readonly PushRule[],
): void {
  const { policies, store } = services
  store.transaction(() => {
    store.pushRules.replace(policies.rulesApi.ownerOfRules(changed.userId), changed.kind, before, after)
    rulesChanged(services, changed)
  })
}

function rulesChanged(services: Services, changed: ChangedRules): void {
  const { policies, rulesets, store, waiters } = services
  const { userId } = changed
  const outdated = policies.rulesApi.appliesAtOnce(changed) ? undefined : rulesets.of(userId).compiled
  rulesets.forget(userId)
  if (outdated !== undefined) rulesets.of(userId).compiled = outdated
  if (policies.rulesApi.appliesToEarlier(changed)) notifyOfEarlier(services, userId)
  if (!policies.rulesSync.reportsChanges) return
  store.users.setPushRulesPosition(userId, store.nextPosition())
  if (policies.rulesSync.wakesClients) store.afterCommit(() => waiters.wake([userId]))
}
