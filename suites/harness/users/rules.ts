import type { Action, PushRule, RuleKind, Ruleset } from '../../../spec/index.ts'
import type { Answer } from '../target/client.ts'
import { InRooms } from './rooms.ts'

/** The body of a rule as a client puts it. */
export interface RuleBody {
  actions: Action[]
  conditions?: { kind: string; [key: string]: unknown }[]
  pattern?: string
}

/** Where a rule is put among the others of its kind. */
export interface Placement {
  before?: string
  after?: string
}

/** What users do with their push rules. */
export class WithRules extends InRooms {
  async pushRules(): Promise<Ruleset> {
    return ((await this.client.ok('getPushRules')) as { global: Ruleset }).global
  }

  /** The rules by the path that ends in `global/`. */
  async globalPushRules(): Promise<Ruleset> {
    return (await this.client.ok('getGlobalPushRules')) as Ruleset
  }

  /** The rules of one kind in the order in which the target lists them. */
  async rulesOf(kind: RuleKind): Promise<PushRule[]> {
    return (await this.pushRules())[kind] ?? []
  }

  async rule(kind: RuleKind, ruleId: string): Promise<PushRule> {
    return (await this.client.ok('getPushRule', { path: { kind, ruleId } })) as PushRule
  }

  async putRule(kind: RuleKind, ruleId: string, body: RuleBody, placement: Placement = {}): Promise<void> {
    await this.client.ok('putPushRule', { path: { kind, ruleId }, query: { ...placement }, body })
  }

  /** Puts a rule that may be refused, and gives the answer. */
  async tryPutRule(kind: RuleKind, ruleId: string, body: unknown, placement: Placement = {}): Promise<Answer> {
    return await this.client.call('putPushRule', {
      path: { kind, ruleId },
      query: { ...placement },
      body,
      deliberate: true,
    })
  }

  async deleteRule(kind: RuleKind, ruleId: string): Promise<void> {
    await this.client.ok('deletePushRule', { path: { kind, ruleId } })
  }

  async enableRule(kind: RuleKind, ruleId: string, enabled: boolean): Promise<void> {
    await this.client.ok('putPushRuleEnabled', { path: { kind, ruleId }, body: { enabled } })
  }

  /** Whether the rule is enabled, by the endpoint that tells that alone. */
  async isEnabled(kind: RuleKind, ruleId: string): Promise<boolean> {
    return ((await this.client.ok('getPushRuleEnabled', { path: { kind, ruleId } })) as { enabled: boolean }).enabled
  }

  /** The actions of the rule, by the endpoint that tells them alone. */
  async actionsOf(kind: RuleKind, ruleId: string): Promise<Action[]> {
    return ((await this.client.ok('getPushRuleActions', { path: { kind, ruleId } })) as { actions: Action[] }).actions
  }

  async setActions(kind: RuleKind, ruleId: string, actions: Action[]): Promise<void> {
    await this.client.ok('putPushRuleActions', { path: { kind, ruleId }, body: { actions } })
  }

  /** A piece of the user's account data, by the endpoint that reads it alone. */
  async accountData(type: string): Promise<Record<string, unknown>> {
    return await this.responseTo('getAccountData', { path: { userId: this.userId, type } })
  }
}
