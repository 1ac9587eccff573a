import type { Action, PushCondition, PushRule, RuleKind, Ruleset } from '../../../spec/index.ts'
import type { Database } from '../../storage/database.ts'

/** Change of a user to a server-default rule. */
export interface DefaultRuleChange {
  kind: RuleKind
  rule_id: string
  enabled?: boolean
  actions?: Action[]
}

interface RuleRow {
  kind: RuleKind
  rule_id: string
  enabled: number
  actions: string
  conditions: string | null
  pattern: string | null
}

interface ChangeRow {
  kind: RuleKind
  rule_id: string
  enabled: number | null
  actions: string | null
}

/** Push rules that users created, and their changes to default rules. */
export type PushRuleStore = ReturnType<typeof pushRuleStore>

export function pushRuleStore(db: Database) {
  const rules = db.prepare<RuleRow>('SELECT * FROM push_rules WHERE user_id = ? ORDER BY priority')
  const insert = db.prepare(
    `INSERT INTO push_rules (user_id, kind, rule_id, priority, enabled, actions, conditions, pattern)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const priority = db.prepare<{ priority: number }>(
    'SELECT priority FROM push_rules WHERE user_id = ? AND kind = ? ORDER BY priority LIMIT 1 OFFSET ?',
  )
  const clear = db.prepare('DELETE FROM push_rules WHERE user_id = ? AND kind = ? AND priority < ?')
  const changes = db.prepare<ChangeRow>('SELECT * FROM default_rule_changes WHERE user_id = ?')
  const change = db.prepare(
    `INSERT INTO default_rule_changes (user_id, kind, rule_id, enabled, actions) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (user_id, kind, rule_id) DO UPDATE
     SET enabled = coalesce(excluded.enabled, enabled), actions = coalesce(excluded.actions, actions)`,
  )
  return {
    /** Returns the user's own rules of every kind, highest first. */
    ofUser(userId: string): Ruleset {
      const ruleset: Ruleset = {}
      for (const row of rules.all(userId)) {
        const list = ruleset[row.kind] ?? []
        ruleset[row.kind] = list
        list.push(toRule(row))
      }
      return ruleset
    },
    /**
     * Replaces the user's own rules of one kind. Those at the end that are the same objects are not written again: a new
     * rule comes first, and writing it must not take longer with each other rule.
     *
     * @param before the rules until now, from `ofUser`
     */
    replace(userId: string, kind: RuleKind, before: readonly PushRule[], list: readonly PushRule[]) {
      const kept = lengthOfSameEnd(before, list)
      const first = priority.get(userId, kind, before.length - kept)?.priority
      clear.run(userId, kind, first ?? Number.MAX_SAFE_INTEGER)
      for (const [index, rule] of list
        .slice(0, list.length - kept)
        .reverse()
        .entries()) {
        const conditions = rule.conditions === undefined ? null : JSON.stringify(rule.conditions)
        const actions = JSON.stringify(rule.actions)
        insert.run(
          userId,
          kind,
          rule.rule_id,
          (first ?? 0) - 1 - index,
          Number(rule.enabled),
          actions,
          conditions,
          rule.pattern ?? null,
        )
      }
    },
    changesOf: (userId: string): DefaultRuleChange[] =>
      changes.all(userId).map(({ kind, rule_id, enabled, actions }) => ({
        kind,
        rule_id,
        ...(enabled === null ? {} : { enabled: enabled === 1 }),
        ...(actions === null ? {} : { actions: JSON.parse(actions) as Action[] }),
      })),
    /** Stores a change to a default rule. Fields that it does not name stay the same. */
    changeDefault(userId: string, { kind, rule_id, enabled, actions }: DefaultRuleChange) {
      const enabledColumn = enabled === undefined ? null : Number(enabled)
      change.run(userId, kind, rule_id, enabledColumn, actions === undefined ? null : JSON.stringify(actions))
    },
  }
}

/** Returns how many rules at the end of two lists are the same objects. */
function lengthOfSameEnd(some: readonly PushRule[], others: readonly PushRule[]): number {
  let length = 0
  while (length < Math.min(some.length, others.length) && some.at(-1 - length) === others.at(-1 - length)) length += 1
  return length
}

function toRule(row: RuleRow): PushRule {
  return {
    rule_id: row.rule_id,
    default: false,
    enabled: row.enabled === 1,
    actions: JSON.parse(row.actions) as Action[],
    ...(row.conditions === null ? {} : { conditions: JSON.parse(row.conditions) as PushCondition[] }),
    ...(row.pattern === null ? {} : { pattern: row.pattern }),
  }
}
