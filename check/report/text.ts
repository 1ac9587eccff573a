import { plural } from '../../common/text.ts'
import { SEVERITIES, type Severity } from '../severity.ts'
import type { CheckReport, Excerpt, LocatedFinding } from './located.ts'
import { plain } from './plain.ts'

/** Colours text by severity, or returns it unchanged. */
export type Colour = (severity: Severity, text: string) => string

/** Writes each finding with its position and line, and a mark under the range. */
export function textReport(report: CheckReport, colour: Colour = (_, text) => text): string {
  const blocks = report.files.flatMap(({ file, findings }) => findings.map((finding) => block(file, finding, colour)))
  const executed = (report.executed ?? []).map(
    ({ file, line, column, method, path, status }) =>
      `${plain(file)}:${line}:${column}: ${method} ${plain(path)} → ${status}`,
  )
  const parts = [...blocks, ...(executed.length > 0 ? [executed.join('\n')] : []), summary(report)]
  return `${parts.join('\n\n')}\n`
}

function block(
  file: string,
  { line, column, severity, rule, message, hint, excerpt }: LocatedFinding,
  colour: Colour,
): string {
  const head = `${plain(file)}:${line}:${column}: ${colour(severity, severity)} ${rule}: ${plain(message)}`
  return [
    head,
    ...excerptLines(line, excerpt, severity, colour),
    ...(hint === undefined ? [] : [`  ${plain(hint)}`]),
  ].join('\n')
}

function excerptLines(line: number, { text, cut, start, end }: Excerpt, severity: Severity, colour: Colour): string[] {
  if (text.trim() === '') return []
  const number = `  ${line} | `
  const before = cut.before ? '…' : ''
  const marks = '^'.repeat(Math.max(1, columnsOf(text.slice(start, end))))
  const indent = ' '.repeat(number.length + before.length + columnsOf(text.slice(0, start)))
  return [`${number}${before}${plain(text)}${cut.after ? '…' : ''}`, `${indent}${colour(severity, marks)}`]
}

/** Approximate number of terminal columns of a text. */
function columnsOf(text: string): number {
  let columns = 0
  for (const character of text)
    columns += /[\p{Mn}\u200d]/u.test(character)
      ? 0
      : /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]|\p{Emoji_Presentation}/u.test(character)
        ? 2
        : 1
  return columns
}

function summary({ files, specVersion }: CheckReport): string {
  const counts = SEVERITIES.map((severity) => plural(sum(files.map((file) => file.counts[severity])), severity))
  const silenced = sum(files.map((file) => file.silenced))
  const versions = files.length === 0 ? specVersion : [...new Set(files.map((file) => file.specVersion))].join(' and ')
  const ignored = silenced === 0 ? '' : `; ${silenced} ignored by comments`
  return `${counts.join(', ')} in ${plural(files.length, 'file')}, checked against ${versions}${ignored}`
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
