import { shorten } from '../../common/text.ts'
import { type ComparedRequirement, type Comparison, type NamedRun, topicOf } from '../../run/index.ts'
import { conclusionText } from '../headline.ts'
import { codeSpan, prose, row } from '../markdown/text.ts'
import { CELL_WORDS, countsText, differenceText, namesText, noteOf, parts } from './words.ts'

/** Maximum length of the text of a requirement, in UTF-16 code units. */
const MAX_TEXT = 300

/** Formats a comparison as Markdown: the runs, the counts by level, the requirements that differ, and what is unspecified. */
export function comparisonToMarkdown(comparison: Comparison): string {
  const { asked, open } = parts(comparison)
  const lines = [
    `# ${prose(namesText(comparison))}`,
    '',
    `${comparison.runs.length} implementations, with ${differenceText(comparison)}.`,
    '',
    ...runTable(comparison),
    ...warningLines(comparison),
    '## Requirements by level',
    '',
    ...levelTable(comparison),
    '## Differences',
    '',
    ...requirementTable(
      asked.filter(({ varies }) => varies),
      comparison,
    ),
    ...openLines(open, comparison),
  ]
  return `${lines.join('\n').trimEnd()}\n`
}

function runTable({ runs }: Comparison): string[] {
  const head = ['implementation', 'tested against', 'Plexor', 'date', 'conclusion']
  return [...table(head, runs.map(runCells)), '']
}

function runCells({ name, run }: NamedRun): string[] {
  const { specVersion, plexor, startedAt } = run
  return [prose(name), prose(specVersion), prose(plexor), prose(startedAt.slice(0, 10)), conclusionText(run)]
}

function warningLines({ warnings }: Comparison): string[] {
  return warnings.length === 0 ? [] : ['Mind when you compare:', '', ...warnings.map((line) => `- ${prose(line)}`), '']
}

function levelTable({ runs, levels }: Comparison): string[] {
  const rows = levels.map(({ level, counts }) => [level, ...counts.map(countsText)])
  return [...table(['level', ...runs.map(({ name }) => prose(name))], rows), '']
}

function requirementTable(rows: readonly ComparedRequirement[], { runs }: Comparison): string[] {
  if (rows.length === 0) return ['Nothing.', '']
  const head = ['level', 'requirement', ...runs.map(({ name }) => prose(name))]
  return [...Map.groupBy(rows, ({ id }) => topicOf(id))].flatMap(([topic, inTopic]) => [
    `### ${prose(topic)}`,
    '',
    ...table(
      head,
      inTopic.map(({ level, id, text, section, cells }) => [
        level,
        `${codeSpan(id)}: ${prose(shorten(text, MAX_TEXT))} ${sectionLink(section)}`,
        ...cells.map(({ kind }) => CELL_WORDS[kind].join(' ')),
      ]),
    ),
    '',
  ])
}

function openLines(open: readonly ComparedRequirement[], { runs }: Comparison): string[] {
  const differing = open.filter(({ varies }) => varies)
  if (differing.length === 0) return []
  return [
    '## Differences where the specification is silent or permits several things',
    '',
    'None of the implementations is wrong here.',
    '',
    ...differing.flatMap(({ level, id, text, section, cells }) => [
      `**${prose(shorten(text, MAX_TEXT))}** (${codeSpan(id)}, ${level}) ${sectionLink(section)}`,
      '',
      ...cells.map((cell, index) => `- ${prose(runs[index]?.name ?? '')}: ${prose(noteOf(cell))}`),
      '',
    ]),
  ]
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [row(head), row(head.map(() => '---')), ...rows.map(row)]
}

function sectionLink(section: string): string {
  return URL.canParse(section) ? `[section](<${encodeURI(section.toWellFormed())}>)` : ''
}
