import type { Action, PushRule, RuleKind, Ruleset } from '../../../spec/index.ts'
import { invalidParam, notFound, RequestError } from '../errors.ts'
import type { RequestedPosition } from '../policies/rules-api.ts'
import type { Services } from '../services.ts'

/** Identifies one rule of a user. */
export interface RuleName {
  userId: string
  kind: RuleKind
  ruleId: string
}

/**
 * Returns a rule as the API lists it.
 *
 * @throws {RequestError} with M_NOT_FOUND when there is none
 */
export function findRule({ rulesets }: Services, { userId, kind, ruleId }: RuleName): PushRule {
  const rule = rulesets.of(userId).listed[kind].find(({ rule_id }) => rule_id === ruleId)
  if (rule === undefined) throw notFound(`There is no ${kind} rule with the ID ${JSON.stringify(ruleId)}`)
  return rule
}

/**
 * Creates a rule, or updates the one with its ID.
 *
 * @throws {RequestError} when the neighbouring rule of the position is unknown
 */
export function putRule(
  services: Services,
  { userId, kind }: RuleName,
  rule: PushRule,
  position: RequestedPosition,
): void {
  const own = ownRules(services, userId)[kind] ?? []
  const changed = services.policies.rulesApi.put(own, rule, position)
  if (changed === undefined) {
    throw new RequestError(400, 'M_UNKNOWN', `Unknown rule in before or after: ${position.before ?? position.after}`)
  }
  replaceRules(services, { userId, kind }, own, changed)
}

/**
 * Deletes a rule that the user created.
 *
 * @throws {RequestError} for default rules, and for unknown rules
 */
export function deleteRule(services: Services, name: RuleName): void {
  if (findRule(services, name).default) {
    throw invalidParam(`The rule ${name.ruleId} is a default rule; disable it instead of deleting it`)
  }
  const { userId, kind, ruleId } = name
  const own = ownRules(services, userId)[kind] ?? []
  replaceRules(services, name, own, services.policies.rulesApi.remove(own, ruleId))
}

/** Enables or disables a rule, or changes its actions. */
export function changeRule(
  services: Services,
  name: RuleName,
  change: { enabled?: boolean; actions?: Action[] },
): void {
  const { userId, kind, ruleId } = name
  if (findRule(services, name).default) {
    services.store.transaction(() => {
      services.store.pushRules.changeDefault(services.policies.rulesApi.ownerOfChanges(userId), {
        kind,
        rule_id: ruleId,
        ...change,
      })
      rulesChanged(services, userId)
    })
  } else {
    const own = ownRules(services, userId)[kind] ?? []
    const changed = own.map((rule) => (rule.rule_id === ruleId ? { ...rule, ...change } : rule))
    replaceRules(services, name, own, changed)
  }
}

function ownRules({ policies, store }: Services, userId: string): Ruleset {
  return store.pushRules.ofUser(policies.rulesApi.ownerOfRules(userId))
}

function replaceRules(
  services: Services,
  { userId, kind }: Pick<RuleName, 'userId' | 'kind'>,
  before: readonly PushRule[],
  after: readonly PushRule[],
): void {
  services.store.transaction(() => {
    services.store.pushRules.replace(services.policies.rulesApi.ownerOfRules(userId), kind, before, after)
    rulesChanged(services, userId)
  })
}

function rulesChanged({ policies, rulesets, store, waiters }: Services, userId: string): void {
  rulesets.forget(userId)
  if (!policies.rulesSync.reportsChanges) return
  store.users.setPushRulesPosition(userId, store.nextPosition())
  if (policies.rulesSync.wakesClients) store.afterCommit(() => waiters.wake([userId]))
}
