import { quote, visible } from '../../common/text.ts'
import { type ExplainedCondition, explain, type TriedRule } from '../../reference/rules/index.ts'
import type { Paint } from '../../reports/pretty/paint.ts'
import type { Action, RuleKind, SpecVersion } from '../../spec/index.ts'
import { toRoomContext } from '../vectors/engine.ts'
import type { ExplainInput } from './read-input.ts'

/** Maximum length of actions and tweaks in the output for people, in UTF-16 code units. */
const MAX_JSON = 500

/** Result of `plexor explain`, as `--json` prints it. */
export interface ExplainReport {
  /** Version of the specification that the rules were evaluated by */
  specVersion: SpecVersion
  /** Rule that decides; null if no rule matches */
  rule: { kind: RuleKind; rule_id: string } | null
  /** True if the event notifies the owner of the rules */
  notify: boolean
  highlight: boolean
  /** Actions of the rule, as it has them */
  actions: Action[]
  tweaks: Record<string, unknown>
  /** Remarks about the input, one sentence each */
  notes: string[]
  /** Rules in the order in which they were tried, each with the reason why it matched or not and its conditions */
  tried: TriedRule[]
}

/** Evaluates the rules and returns the result with its reasons. */
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

/** Writes the report for people: first the rule that decides, then the rules that were tried before it. */
export function explanationLines(report: ExplainReport, paint: Paint): string[] {
  return [
    ...decisionLines(report, paint),
    '',
    ...report.notes.map((note) => paint('yellow', visible(note))),
    ...(report.notes.length > 0 ? [''] : []),
    ...(report.tried.length === 0
      ? ['There is no rule to try']
      : [`Tried in this order, by the meaning of ${report.specVersion}:`]),
    ...report.tried.flatMap((rule) => ruleLines(rule, paint)),
  ]
}

function decisionLines({ rule, tried, notify, actions, tweaks }: ExplainReport, paint: Paint): string[] {
  if (rule === null) return [paint('bold', 'No rule matches, so the event notifies nobody')]
  const origin = tried.at(-1)?.default ? 'default rule' : 'rule of the user'
  const effect = notify ? paint('green', 'notifies') : paint('red', 'does not notify')
  return [
    `${paint('bold', visible(`${rule.kind} ${rule.rule_id}`))} (${origin}) decides: ${effect}`,
    `  actions: ${json(actions)}`,
    ...(Object.keys(tweaks).length > 0 ? [`  tweaks: ${json(tweaks)}`] : []),
  ]
}

/** A rule with one condition takes one line; a rule with more takes a line for itself and one for each condition. */
function ruleLines({ kind, index, rule_id, result, reason, conditions }: TriedRule, paint: Paint): string[] {
  const name = visible(`${kind} ${rule_id ?? `number ${index + 1}`}`)
  const marks = { matched: paint('green', '✓'), failed: paint('red', '✗'), disabled: '-', malformed: paint('red', '!') }
  if (conditions.length < 2) return [`  ${marks[result]} ${name}: ${visible(reason)}`]
  return [`  ${marks[result]} ${name}:`, ...conditions.map((condition) => `      ${conditionText(condition, paint)}`)]
}

function conditionText({ holds, reason }: ExplainedCondition, paint: Paint): string {
  return `${holds ? paint('green', '✓') : paint('red', '✗')} ${visible(reason)}`
}

function json(value: unknown): string {
  return visible(quote(value, MAX_JSON))
}
