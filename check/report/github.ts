import type { Severity } from '../severity.ts'
import type { CheckReport, LocatedFinding } from './located.ts'
import { plain } from './plain.ts'

const COMMANDS: Record<Severity, string> = { error: 'error', warning: 'warning', note: 'notice' }

/**
 * Writes the findings as workflow commands, which GitHub shows as annotations.
 *
 * @see https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
 */
export function githubReport({ files }: CheckReport): string {
  return files.flatMap(({ file, findings }) => findings.map((finding) => `${command(file, finding)}\n`)).join('')
}

function command(file: string, finding: LocatedFinding): string {
  const { severity, rule, line, column, endLine, endColumn, message, hint } = finding
  // GitHub accepts an end column only if the range is on one line
  const end: [string, number][] =
    endLine === line
      ? [
          ['endLine', endLine],
          ['endColumn', endColumn],
        ]
      : [['endLine', endLine]]
  const properties = [['file', file], ['line', line], ['col', column], ...end, ['title', rule]]
  const sentence = hint === undefined ? message : `${message}. ${hint}`
  return `::${COMMANDS[severity]} ${properties.map(([name, value]) => `${name}=${property(value)}`).join(',')}::${data(plain(sentence))}`
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(value: string | number | undefined): string {
  // Line breaks have escapes; other control characters have none
  const describeToken = String(value)
    .split(/(\r|\n)/)
    .map((part) => (/[\r\n]/.test(part) ? part : plain(part)))
  return data(describeToken.join('')).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
