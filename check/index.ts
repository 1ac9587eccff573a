/**
 * The checker of examples in texts about push notifications: what reads, judges and tells, without any input or output.
 *
 * @module
 */
export { isRuleId, RULES, type RuleId } from './catalogue.ts'
export {
  type CheckedSource,
  type CheckOptions,
  checkText,
  type OpenCheck,
  openCheck,
  type SourceKind,
} from './check-text.ts'
export { type Finding, type Report, SEVERITIES, type Severity } from './finding.ts'
export { MAX_BYTES } from './limits.ts'
export { applyFixes } from './mend.ts'
export type { ExampleRequest } from './read/request.ts'
export { type ExampleUrl, readUrl, type UrlPart } from './read/url.ts'
export { CHECK_FORMATS, type CheckFormat } from './report/formats.ts'
export { writeReport } from './report/index.ts'
export { type CheckReport, type Executed, type FileReport, locate } from './report/located.ts'
export { plain } from './report/plain.ts'
export { SourceText } from './source/source-text.ts'
