/** Severities of findings, most certain mistakes first. */
export const SEVERITIES = ['error', 'warning', 'note'] as const

/**
 * Severity of a finding:
 *
 * - `error`: wrong in any case
 * - `warning`: very likely unintended, or out of date
 * - `note`: worth knowing, often intended
 */
export type Severity = (typeof SEVERITIES)[number]

/** Severity that the user gives a rule; `off` drops its findings. */
export type RuleSeverity = Severity | 'off'
