import type { SpecVersion } from '../spec/index.ts'
import type { RuleId } from './catalogue.ts'
import { checkDocument, type SourceKind } from './check-document.ts'
import { Collector } from './collector.ts'
import { DocumentContext } from './document-context.ts'
import type { Finding, Report } from './finding.ts'
import { MAX_FINDINGS } from './limits.ts'
import type { ExampleRequest } from './read/request.ts'
import { SchemaLibrary } from './rules/schemas/schema-library.ts'
import type { RuleSeverity, Severity } from './severity.ts'
import { Fragment } from './source/fragment.ts'
import { SourceText } from './source/source-text.ts'

export interface CheckOptions {
  /** Version of the specification to check the examples against */
  specVersion: SpecVersion
  /** Other documents that references in this one can lead to. Default: none */
  library?: SchemaLibrary
  /** Severities of rules, instead of their own */
  rules?: Partial<Record<RuleId, RuleSeverity>>
  /** Maximum number of findings; one more gives the number of the rest. Default: 200 */
  maxFindings?: number
}

/** Rules about what a specification defines: a draft can define something new. */
const RULES_OF_DRAFTS: Partial<Record<RuleId, RuleSeverity>> = {
  'unknown-condition': 'off',
  'other-version-condition': 'off',
  'default-rule': 'note',
  'default-rule-version': 'off',
  'default-rule-order': 'note',
  'unknown-endpoint': 'off',
  'wrong-method': 'off',
  'path-version': 'off',
  'query-parameter': 'off',
}

/** Checked source with its findings. */
export interface CheckedSource {
  source: SourceText
  specVersion: SpecVersion
  /** Findings in the order of the source */
  findings: Finding[]
  /** Numbers of all findings, including those over the maximum */
  counts: Record<Severity, number>
  /** Number of findings that comments in the source silence */
  silenced: number
}

/** Check that accepts more findings, such as those of executed requests. */
export interface StartedCheck {
  source: SourceText
  /** Requests that the source shows, in its order */
  requests: readonly ExampleRequest[]
  report: Report
  finish(): CheckedSource
}

/**
 * Checks the examples in a document.
 *
 * @param name - name of the source in reports
 * @param text - the source without a byte order mark. Memory and time grow with its length, so limit it to `MAX_BYTES`.
 * @param kind - language of the source
 */
export function checkText(name: string, text: string, kind: SourceKind, options: CheckOptions): CheckedSource {
  return startCheck(name, text, kind, options).finish()
}

/** Starts a check like {@link checkText} that accepts more findings until `finish()` is called. */
export function startCheck(name: string, text: string, kind: SourceKind, options: CheckOptions): StartedCheck {
  const { specVersion, maxFindings = MAX_FINDINGS, library = new SchemaLibrary(), rules = {} } = options
  const collector = new Collector(maxFindings, { ...(specVersion === 'draft' && RULES_OF_DRAFTS), ...rules })
  // Replacing lone carriage returns keeps all offsets
  const lines = text.replaceAll(/\r(?!\n)/g, '\n')
  const document = new DocumentContext(name, specVersion, library, collector.report)
  checkDocument(Fragment.plain(lines), kind, document, (comment) => collector.silencer.add(comment))
  const source = new SourceText(name, lines)
  return {
    source,
    requests: document.requests,
    report: collector.report,
    finish() {
      const findings = collector.finish(text.length)
      return { source, specVersion, findings, counts: collector.counts, silenced: collector.silencer.silenced }
    },
  }
}
