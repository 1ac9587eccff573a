import { RULES, type RuleId } from './catalogue.ts'
import type { Finding, Report } from './finding.ts'
import { Silencer } from './ignore.ts'
import { type RuleSeverity, SEVERITIES, type Severity } from './severity.ts'

/** Collects the findings of a file up to a maximum, and counts the rest. */
export class Collector {
  #findings: Finding[] = []
  readonly #seen = new Set<string>()
  readonly #max: number
  readonly #rules: Partial<Record<RuleId, RuleSeverity>>
  readonly counts: Record<Severity, number> = { error: 0, warning: 0, note: 0 }
  readonly silencer: Silencer

  /** @param rules - severities of rules, instead of their own */
  constructor(max: number, rules: Partial<Record<RuleId, RuleSeverity>> = {}) {
    this.#max = max
    this.#rules = rules
    this.silencer = new Silencer(this.report)
  }

  readonly report: Report = (rule, range, message, { severity: usual = RULES[rule].severity, hint, fix } = {}) => {
    const chosen = this.#rules[rule]
    const severity = chosen === undefined || chosen === 'off' ? usual : chosen
    const finding: Finding = { rule, severity, range, message, ...(hint && { hint }), ...(fix && { fix }) }
    if (this.silencer.silences(finding) || chosen === 'off') return
    // An example can be checked against two schemas and violate both in the same way
    const key = `${rule} ${range.start} ${range.end} ${message.split(' (schema of')[0]}`
    if (this.#seen.has(key)) return
    this.counts[severity] += 1
    if (this.#findings.length >= this.#max) return
    this.#seen.add(key)
    this.#findings.push(finding)
  }

  /** Returns the findings by position. If there are more than the maximum, the last one gives the number of the rest. */
  finish(end: number): Finding[] {
    this.silencer.finish()
    this.#dropRepeated()
    const findings = this.#findings.toSorted((one, other) => one.range.start - other.range.start)
    const all = SEVERITIES.reduce((sum, severity) => sum + this.counts[severity], 0)
    const left = all - findings.length
    if (left > 0) {
      const severity = this.counts.error > 0 ? 'error' : this.counts.warning > 0 ? 'warning' : 'note'
      const message = `${left} more findings in this file are not listed`
      findings.push({ rule: 'too-many-findings', severity, range: { start: end, end }, message })
    }
    return findings
  }

  /** Drops schema findings at places where a more specific rule found an error. */
  #dropRepeated(): void {
    const placeOf = ({ range }: Finding) => `${range.start} ${range.end}`
    const reported = new Set(
      this.#findings.filter(({ rule, severity }) => rule !== 'schema' && severity === 'error').map(placeOf),
    )
    const isRepeated = (finding: Finding) => finding.rule === 'schema' && reported.has(placeOf(finding))
    for (const finding of this.#findings.filter(isRepeated)) this.counts[finding.severity] -= 1
    this.#findings = this.#findings.filter((finding) => !isRepeated(finding))
  }
}
