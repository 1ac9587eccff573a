import { explain, type TriedRule } from '../../reference/rules/index.ts'
import { painter } from '../../reports/pretty/paint.ts'
import type { Action, RuleKind, SpecVersion } from '../../spec/index.ts'
import { type ExplainInput, type ExplainOptions, readExplainInput } from './read-input.ts'
import { explanationLines } from './explain-text.ts'
import { toRoomContext } from '../vectors/engine.ts'

/** What `plexor explain --json` prints. */
export interface ExplainReport {
  /** The version of the specification that the rules were read by */
  specVersion: SpecVersion
  /** The rule that decides; null when no rule matches */
  rule: { kind: RuleKind; rule_id: string } | null
  /** Whether the event notifies the owner of the rules */
  notify: boolean
  highlight: boolean
  /** The actions of the rule, as it has them */
  actions: Action[]
  tweaks: Record<string, unknown>
  /** What to know about what was given, one sentence each */
  notes: string[]
  /** Each rule that was tried, in order; with it, why it matched or did not, and what each condition came to */
  tried: TriedRule[]
}

/** `plexor explain`: which rule decides about an event, and why none before it does. */
export function explainCommand(options: ExplainOptions): number {
  const report = explainReport(readExplainInput(options))
  const { stdout, env } = process
  const paint = painter(stdout.isTTY === true && ['', undefined].includes(env.NO_COLOR))
  const lines = options.json ? [JSON.stringify(report, undefined, 2)] : explanationLines(report, paint)
  stdout.write(`${lines.join('\n')}\n`)
  return 0
}

export function explainReport({ specVersion, ruleset, event, room, notes }: ExplainInput): ExplainReport {
  const { outcome, tried } = explain(ruleset, event, toRoomContext(room), { specVersion })
  return {
    specVersion,
    rule: outcome === undefined ? null : { kind: outcome.kind, rule_id: outcome.rule.rule_id },
    notify: outcome?.notify ?? false,
    highlight: outcome?.highlight ?? false,
    actions: outcome?.actions ?? [],
    tweaks: outcome?.tweaks ?? {},
    notes,
    tried,
  }
}
