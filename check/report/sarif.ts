import { isAbsolute } from 'node:path'
import { pathToFileURL } from 'node:url'
import { RULES, type RuleId } from '../catalogue.ts'
import type { CheckReport, LocatedFinding, Region } from './located.ts'

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json'

/**
 * Writes the findings as SARIF, for code scanning services.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarifReport({ plexor, files }: CheckReport): string {
  const ids = Object.keys(RULES) as RuleId[]
  const rules = ids.map((id) => ({
    id,
    shortDescription: { text: RULES[id].finds },
    defaultConfiguration: { level: RULES[id].severity },
  }))
  const results = files.flatMap(({ file, findings }) => findings.map((finding) => resultOf(file, finding, ids)))
  const driver = { name: 'Plexor', semanticVersion: plexor, rules }
  const run = { tool: { driver }, columnKind: 'utf16CodeUnits', results }
  return `${JSON.stringify({ $schema: SCHEMA, version: '2.1.0', runs: [run] }, undefined, 2)}\n`
}

function resultOf(file: string, finding: LocatedFinding, ids: readonly RuleId[]) {
  const { rule, severity, message, hint, fix } = finding
  const artifactLocation = { uri: uriOf(file) }
  const replacement = fix && { deletedRegion: toRegion(fix), insertedContent: { text: fix.text } }
  return {
    ruleId: rule,
    ruleIndex: ids.indexOf(rule),
    level: severity,
    message: { text: hint === undefined ? message : `${message}. ${hint}` },
    locations: [{ physicalLocation: { artifactLocation, region: toRegion(finding) } }],
    ...(replacement && {
      fixes: [
        { description: { text: fix.done }, artifactChanges: [{ artifactLocation, replacements: [replacement] }] },
      ],
    }),
  }
}

function toRegion({ line, column, endLine, endColumn }: Region) {
  return { startLine: line, startColumn: column, endLine, endColumn }
}

function uriOf(file: string): string {
  if (isAbsolute(file)) return pathToFileURL(file).href
  return file.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/')
}
