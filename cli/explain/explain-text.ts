import { shorten, visible } from '../../common/text.ts'
import type { ExplainedCondition, TriedRule } from '../../reference/rules/index.ts'
import type { Paint } from '../../reports/pretty/paint.ts'
import type { ExplainReport } from './run.ts'

/** What `plexor explain` prints for people: first the rule that decides, then what was tried on the way to it. */
export function explanationLines(report: ExplainReport, paint: Paint): string[] {
  return [
    ...verdictLines(report, paint),
    '',
    ...report.notes.map((note) => paint('yellow', visible(note))),
    ...(report.notes.length > 0 ? [''] : []),
    ...(report.tried.length === 0
      ? ['There is no rule to try']
      : [`Tried in this order, by the meaning of ${report.specVersion}:`]),
    ...report.tried.flatMap((rule) => ruleLines(rule, paint)),
  ]
}

function verdictLines({ rule, tried, notify, actions, tweaks }: ExplainReport, paint: Paint): string[] {
  if (rule === null) return [paint('bold', 'No rule matches, so the event notifies nobody')]
  const origin = tried.at(-1)?.default ? 'default rule' : 'rule of the user'
  const effect = notify ? paint('green', 'notifies') : paint('red', 'does not notify')
  return [
    `${paint('bold', visible(`${rule.kind} ${rule.rule_id}`))} (${origin}) decides: ${effect}`,
    `  actions: ${json(actions)}`,
    ...(Object.keys(tweaks).length > 0 ? [`  tweaks: ${json(tweaks)}`] : []),
  ]
}

/** A rule with one condition takes one line; one with more a line for itself and for each of them. */
function ruleLines({ kind, index, rule_id, result, reason, conditions }: TriedRule, paint: Paint): string[] {
  const name = visible(`${kind} ${rule_id ?? `number ${index + 1}`}`)
  const mark = { matched: paint('green', '✓'), failed: paint('red', '✗'), disabled: '-', malformed: paint('red', '!') }[
    result
  ]
  if (conditions.length < 2) return [`  ${mark} ${name}: ${visible(reason)}`]
  return [`  ${mark} ${name}:`, ...conditions.map((condition) => `      ${conditionText(condition, paint)}`)]
}

function conditionText({ holds, reason }: ExplainedCondition, paint: Paint): string {
  return `${holds ? paint('green', '✓') : paint('red', '✗')} ${visible(reason)}`
}

function json(value: unknown): string {
  return visible(shorten(JSON.stringify(value), 500))
}
