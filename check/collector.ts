import { RULES } from './catalogue.ts'
import { type Finding, type Report, SEVERITIES, type Severity } from './finding.ts'
import { Silencer } from './ignore.ts'

/** Gathers the findings of a file: so many of them, and the number of the rest. */
export class Collector {
  #findings: Finding[] = []
  readonly #seen = new Set<string>()
  readonly #max: number
  readonly counts: Record<Severity, number> = { error: 0, warning: 0, note: 0 }
  readonly silencer: Silencer

  constructor(max: number) {
    this.#max = max
    this.silencer = new Silencer(this.report)
  }

  readonly report: Report = (rule, range, message, { severity = RULES[rule].severity, hint, fix } = {}) => {
    const finding: Finding = { rule, severity, range, message, ...(hint && { hint }), ...(fix && { fix }) }
    if (this.silencer.silences(finding)) return
    // An example can be looked at in two ways, and be wrong in the same way for both
    const key = `${rule} ${range.start} ${range.end} ${message.split(' (schema of')[0]}`
    if (this.#seen.has(key)) return
    this.counts[severity] += 1
    if (this.#findings.length >= this.#max) return
    this.#seen.add(key)
    this.#findings.push(finding)
  }

  /** The findings by their places; the last one says how many more there are. */
  finish(end: number): Finding[] {
    this.silencer.finish()
    this.#dropRepeated()
    const findings = this.#findings.toSorted((one, other) => one.range.start - other.range.start)
    const all = SEVERITIES.reduce((sum, severity) => sum + this.counts[severity], 0)
    const left = all - findings.length
    if (left > 0) {
      const severity = this.counts.error > 0 ? 'error' : this.counts.warning > 0 ? 'warning' : 'note'
      const message = `There are ${left} more findings in this file, which are not told one by one`
      findings.push({ rule: 'too-many-findings', severity, range: { start: end, end }, message })
    }
    return findings
  }

  /** What a rule of its own tells better, a schema need not tell again. */
  #dropRepeated(): void {
    const placeOf = ({ range }: Finding) => `${range.start} ${range.end}`
    const told = new Set(
      this.#findings.filter(({ rule, severity }) => rule !== 'schema' && severity === 'error').map(placeOf),
    )
    const isRepeated = (finding: Finding) => finding.rule === 'schema' && told.has(placeOf(finding))
    for (const finding of this.#findings.filter(isRepeated)) this.counts[finding.severity] -= 1
    this.#findings = this.#findings.filter((finding) => !isRepeated(finding))
  }
}
