/**
 * Checker of the examples in documents about push notifications. It reads, checks and reports, and does no I/O.
 *
 * @module
 */

export { applyFixes } from './apply-fixes.ts'
export { isRuleId, RULES, type RuleId } from './catalogue.ts'
export type { SourceKind } from './check-document.ts'
export {
  type CheckedSource,
  type CheckOptions,
  checkText,
  type StartedCheck,
  startCheck,
} from './check-text.ts'
export type { Finding, Fix, Report } from './finding.ts'
export { MAX_BYTES } from './limits.ts'
export type { ExampleRequest } from './read/request.ts'
export { type ExampleUrl, readUrl, type UrlPart } from './read/url.ts'
export { CHECK_FORMATS, type CheckFormat } from './report/formats.ts'
export { type CheckReport, type ExecutedRequest, type FileReport, locate } from './report/located.ts'
export { plain } from './report/plain.ts'
export { writeReport } from './report/write-report.ts'
export { type ReadFile, SchemaLibrary } from './rules/schemas/schema-library.ts'
export { type RuleSeverity, SEVERITIES, type Severity } from './severity.ts'
export { SourceText } from './source/source-text.ts'
