import type { SpecVersion } from '../spec/index.ts'
import { Collector } from './collector.ts'
import { checkJsonFile } from './examine-json.ts'
import { checkMarkdown } from './examine-markdown.ts'
import { checkYaml } from './examine-yaml.ts'
import type { Finding, Report, Severity } from './finding.ts'
import { type IgnoreComment, ignoreCommentsInYaml } from './ignore.ts'
import { MAX_FINDINGS } from './limits.ts'
import type { ExampleRequest } from './read/request.ts'
import { Fragment } from './source/fragment.ts'
import { SourceText } from './source/source-text.ts'
import { DocumentContext } from './story.ts'

/** What can be checked. */
export type SourceKind = 'markdown' | 'json' | 'jsonc' | 'json5' | 'yaml'

export interface CheckOptions {
  /** The version of the specification that examples are judged by */
  specVersion: SpecVersion
  /** The most findings to give; a last one tells of the rest. Default: 200 */
  maxFindings?: number
}

/** A source that was checked. */
export interface CheckedSource {
  source: SourceText
  /** In the order of the source */
  findings: Finding[]
  /** All findings, those that are not given included */
  counts: Record<Severity, number>
  /** How many findings a comment in the source silences */
  silenced: number
}

/** A check that more findings can be added to, such as those of executed requests. */
export interface OpenCheck {
  source: SourceText
  /** The requests that the source shows, in their order */
  requests: readonly ExampleRequest[]
  report: Report
  finish(): CheckedSource
}

/**
 * Checks the examples in a text.
 *
 * @param name what the source is called in reports
 * @param text without a byte order mark; as long as its caller can bear, since memory and time grow with it
 */
export function checkText(name: string, text: string, kind: SourceKind, options: CheckOptions): CheckedSource {
  return openCheck(name, text, kind, options).finish()
}

/** {@link checkText}, before the last word is said. */
export function openCheck(name: string, text: string, kind: SourceKind, options: CheckOptions): OpenCheck {
  const { specVersion, maxFindings = MAX_FINDINGS } = options
  const collector = new Collector(maxFindings)
  // What ends lines in one way only has the same places
  const lines = text.replaceAll(/\r(?!\n)/g, '\n')
  const document = new DocumentContext(specVersion, collector.report)
  examine(Fragment.plain(lines), kind, document, collector)
  const source = new SourceText(name, lines)
  return {
    source,
    requests: document.requests,
    report: collector.report,
    finish() {
      const findings = collector.finish(text.length)
      return { source, findings, counts: collector.counts, silenced: collector.silencer.silenced }
    },
  }
}

const JSON_PLACES = { json: 'file', jsonc: 'lenient', json5: 'json5' } as const

function examine(fragment: Fragment, kind: SourceKind, document: DocumentContext, { silencer }: Collector): void {
  const onIgnore = (comment: IgnoreComment) => silencer.add(comment)
  if (kind === 'markdown') checkMarkdown(fragment, document, onIgnore)
  else if (kind === 'yaml') {
    for (const comment of ignoreCommentsInYaml(fragment.text)) onIgnore(comment)
    checkYaml(fragment, document, onIgnore)
  } else checkJsonFile(fragment, JSON_PLACES[kind], document, onIgnore)
}
